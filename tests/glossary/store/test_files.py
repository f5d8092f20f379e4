"""The file itself: no termbase, damaged, locked, read-only, older, newer; two processes; one that is killed."""

import ast
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.errors import DuizhaoError, InputError
from glossary.concept import Concept, Context, Definition, Term, Termbase
from glossary.formats import is_store
from glossary.store import database as store_database
from glossary.store.history import ConflictError
from glossary.store.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION
from glossary.store.store import Store
from tests.calls import call, start
from tests.concepts import concept
from tests.places import ROOT, needs_posix


def numbered(number, **values):
    return concept(f"c{number}", f"术语{number}", f"term {number}", status="admitted", **values)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "terms.db"
    with Store.open(path, create=True, who="w") as store, store.transaction():
        for number in range(200):
            store.save(numbered(number))
    return path


def query(path, sql):
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def change(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def use(path):
    """Read and write everything, as the commands do."""
    with Store.open(path) as store:
        store.save(numbered(1000))
        list(store.concepts())
        store.search("术语")
        store.history(limit=1000)


def python(code, *arguments):
    return start("-c", code, *arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_file_is_one_sqlite_file_with_marks(path):
    assert is_store(path)
    assert query(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert query(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert query(path, "PRAGMA journal_mode") == [("wal",)]
    assert [one.name for one in path.parent.iterdir()] == ["terms.db"]
    tables = query(
        path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
    )
    assert {name for name, _strict in tables} == {
        "concept",
        "term",
        "context",
        "symbol",
        "link",
        "reference",
        "candidate",
        "definition",
        "change",
    }
    assert all(strict for _name, strict in tables)
    assert query(path, "PRAGMA foreign_key_check") == []
    assert query(path, "PRAGMA integrity_check") == [("ok",)]


def test_foreign_keys_are_on(path):
    with Store.open(path) as store:
        assert store._database.first("PRAGMA foreign_keys") == (1,)
        with pytest.raises(InputError):
            store._database.run("INSERT INTO symbol VALUES (99999, 0, 'A/1')")


def empty(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("zh\ten\n", "utf-8")


def truncated(path):
    path.write_bytes(path.read_bytes()[:5000])


def head_only(path):
    path.write_bytes(path.read_bytes()[:50])


def overwritten(path):
    data = bytearray(path.read_bytes())
    data[4096:-4096] = bytes(len(data) - 8192)
    path.write_bytes(bytes(data))


def other_program(path):
    path.unlink()
    change(path, "CREATE TABLE songs (name)")


def other_mark(path):
    change(path, "PRAGMA application_id = 42")


def folder(path):
    path.unlink()
    path.mkdir()


def gone(path):
    path.unlink()


def no_table(path):
    change(path, "DROP TABLE context")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (empty, "file is empty"),
        (text, "no termbase"),
        (truncated, "damaged"),
        (head_only, "terms.db"),
        (overwritten, "damaged"),
        (other_program, "no termbase of duizhao"),
        (other_mark, "no termbase of duizhao"),
        (folder, "is a folder"),
        (gone, "no such file"),
        (no_table, "no such table"),
    ],
)
def test_a_file_that_is_no_termbase_is_refused_in_one_line(path, spoil, words):
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DuizhaoError, match=re.escape(words)) as caught:
        use(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    if spoil in (text, other_program, other_mark):  # files of others are not touched
        assert path.read_bytes() == before


def test_names_that_are_no_names(tmp_path):
    with pytest.raises(InputError, match="cannot be opened"):
        Store.open(tmp_path / ("x" * 300 + ".db"), create=True)
    with pytest.raises(InputError, match="no name of a file"):
        Store.open(Path("a\0b.db"), create=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be opened"):
        Store.open(tmp_path / "file" / "terms.db", create=True)
    name = tmp_path / "a 100%?#&术语库.db" if os.name != "nt" else tmp_path / "a 100%#&术语库.db"
    with Store.open(name, create=True) as store:
        store.save(numbered(1))
    assert name.is_file()
    with Store.open(name) as store:
        assert len(store) == 1


def test_an_empty_file_becomes_a_termbase_when_asked_for(tmp_path):
    (tmp_path / "new.db").write_bytes(b"")
    with Store.open(tmp_path / "new.db", create=True) as store:
        assert len(store) == 0
    with Store.open(tmp_path / "deep" / "er" / "new.db", create=True) as store:
        assert len(store) == 0


def test_a_file_of_an_older_schema_is_brought_up_to_date(tmp_path):
    path = tmp_path / "old.db"
    change(
        path,
        *MIGRATIONS[0],
        "PRAGMA user_version = 1",
        f"PRAGMA application_id = {APPLICATION_ID}",
        "INSERT INTO concept VALUES (1, 'c1', 1, 3, 0.5, 0, '', '', '', 'kept', '', '', '', '')",
        "INSERT INTO term VALUES (1, 0, 'zh', '难民', '难民', 'preferred', '', '', 2, '', '')",
    )
    with Store.open(path) as store:
        assert store.get("c1") == Concept("c1", (Term("难民", "zh", "preferred", 2),), 3, score=0.5, note="kept")
        assert store.candidates() == []
    assert query(path, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_a_file_from_before_the_language_tags_keeps_all_it_has(tmp_path):
    path = tmp_path / "old.db"
    change(
        path,
        *MIGRATIONS[0],
        *MIGRATIONS[1],
        "PRAGMA user_version = 2",
        f"PRAGMA application_id = {APPLICATION_ID}",
        "INSERT INTO concept VALUES (1, 'c1', 4, 3, 0.5, 0.25, '组织', 'a body', 'A/1', 'n', '2026', 'w', '', '')",
        "INSERT INTO term VALUES (1, 0, 'zh', '难民署', '难民署', 'preferred', 'shortForm', 'noun', 2, 's', 'm')",
        "INSERT INTO context VALUES (1, 0, 0, '难民署说', 'A/1', '7')",
        "INSERT INTO change VALUES (1, 1, 't', 'w', '', 'concept', 'c1', 'created',"
        """ '{"id": "c1", "terms": [{"text": "难民", "language": "zh", "status": "preferred"}]}', 1, 1, NULL)""",
    )
    term = Term("难民署", "zh", "preferred", 2, (Context("难民署说", "A/1", "7"),), "shortForm", "noun", "s", "m")
    known = Concept("c1", (term,), 3, (), 0.5, "组织", "a body", "n", 0.25, "A/1", created="2026", created_by="w")
    regional = replace(
        known,
        terms=(term, Term("難民署", "zh", "preferred", tag="zh-TW")),
        definition_language="en",
        definitions=(Definition("一个机构", "zh-CN", "A/2"),),
    )
    with Store.open(path) as store:
        assert store.get("c1") == known
        assert store.version("c1") == 4
        store.save(regional)
    with Store.open(path) as store:
        assert replace(store.get("c1"), modified="", modified_by="") == regional
        store.undo()
        assert replace(store.get("c1"), modified="", modified_by="").terms[0].text in ("难民署", "难民")


def test_a_file_from_before_the_bodies_is_kept_before_its_schema_changes(tmp_path):
    path = tmp_path / "old.db"
    draft = '{"id": "k1", "terms": [{"text": "難民營", "language": "zh"}, {"text": "refugee camp", "language": "en"}]}'
    change(
        path,
        *MIGRATIONS[0],
        *MIGRATIONS[1],
        *MIGRATIONS[2],
        "PRAGMA user_version = 3",
        f"PRAGMA application_id = {APPLICATION_ID}",
        "INSERT INTO concept VALUES (1, 'c1', 4, 3, 0.5, 0.25, '组织', '一個機構', 'A/1', 'n', '2026', 'w', '', '', '')",
        "INSERT INTO term VALUES (1, 0, 'zh', '難民署', '難民署', 'preferred', '', '', 2, '', 'of Geneva', 'zh-Hant')",
        "INSERT INTO definition VALUES (1, 0, 'A Body', 'en', '')",
        "INSERT INTO candidate VALUES (1, 'k1', 1, 'open', '', '', '', '', 0, 0, 0, 0.5, 0.5, 1, 1, '" + draft + "')",
        "INSERT INTO candidate VALUES (2, 'k2', 1, 'open', '', '', '', '', 0, 0, 0, 0.5, 0.5, 1, 1, 'no JSON')",
    )
    before = path.read_bytes()
    with Store.open(path) as store:
        assert [one.id for one in store.search("难民署")] == ["c1"]
    assert query(path, "SELECT folded, simple FROM term") == [("難民署", "难民署")]
    assert query(path, "SELECT defined, noted FROM concept") == [("一个机构\na body", "n\nof geneva")]
    assert query(path, "SELECT zh, en FROM candidate ORDER BY seq") == [("難民營", "refugee camp"), ("", "")]
    kept = tmp_path / "old.db.schema3"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["old.db", "old.db.schema3"]
    assert query(kept, "PRAGMA user_version") == [(3,)]
    assert query(kept, "SELECT count(*) FROM candidate") == [(2,)]
    (tmp_path / "again.db").write_bytes(before)
    (tmp_path / "again.db.schema3").write_text("somebody's own file")
    with Store.open(tmp_path / "again.db"):
        pass
    assert (tmp_path / "again.db.schema3").read_text() == "somebody's own file"
    assert query(tmp_path / "again.db.schema3-2", "PRAGMA user_version") == [(3,)]


def test_a_file_that_cannot_be_kept_is_not_changed(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    change(path, *MIGRATIONS[0], "PRAGMA user_version = 1", f"PRAGMA application_id = {APPLICATION_ID}")

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DuizhaoError, match="cannot be written"):
        Store.open(path)
    assert query(path, "PRAGMA user_version") == [(1,)]
    assert [one.name for one in tmp_path.iterdir()] == ["old.db"]


def test_a_file_of_an_older_schema_is_read_where_it_may_not_be_written(tmp_path):
    path = tmp_path / "old.db"
    change(
        path,
        *MIGRATIONS[0],
        "PRAGMA user_version = 1",
        f"PRAGMA application_id = {APPLICATION_ID}",
        "INSERT INTO concept VALUES (1, 'c1', 1, 3, 0.5, 0, '', '', '', 'kept', '', '', '', '')",
        "INSERT INTO term VALUES (1, 0, 'zh', '难民', '难民', 'preferred', '', '', 2, '', '')",
    )
    before = path.read_bytes()
    database = store_database._connection(path, "mode=ro&immutable=1")
    database._prepare(create=False)
    with Store(database, "w") as store:
        assert [one.id for one in store.concepts()] == ["c1"]
        assert store.search("难民")
        assert store.candidates() == []
        with pytest.raises(InputError, match="read-only"):
            store.save(numbered(1000))
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["old.db"]


@pytest.mark.parametrize(
    ("version", "words"), [(-1, "not ours"), (0, "which it is not"), (1, "which it is not"), (99, "newer")]
)
def test_a_version_that_something_else_has_written(path, version, words):
    change(path, f"PRAGMA user_version = {version}")
    with pytest.raises(InputError, match=words) as refused:
        Store.open(path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE term SET text = CAST(x'e4bcffae' AS TEXT) WHERE concept = 7", r"a term of concept c6 \(text\)"),
        ("UPDATE concept SET note = CAST(x'b7b7' AS TEXT) WHERE id = 'c9'", r"concept c9 \(note\)"),
    ],
)
def test_bytes_that_are_no_text_are_named_by_their_entry(path, statement, entry):
    change(path, statement)
    with Store.open(path) as store, pytest.raises(InputError, match=entry):
        list(store.concepts())
    assert call("glossary", "export", path, "-o", path.with_suffix(".tbx")).code == 2


def test_bytes_that_are_no_text_in_the_tables_themselves(path):
    data = path.read_bytes()
    path.write_bytes(data.replace(b"definition TEXT NOT NULL", b"definition TEX\xb7 NOT NULL", 1))
    with pytest.raises(InputError, match=r"damaged.*concept"):
        Store.open(path)


def test_a_file_whose_wal_was_left_behind(path, tmp_path):
    """What stood in the WAL is gone; what is left is a termbase, or is said to be none."""
    with Store.open(path) as store:
        store.save(numbered(1000))
        alone, new = tmp_path / "alone.db", tmp_path / "new.db"
        alone.write_bytes(path.read_bytes())
        with Store.open(new, create=True) as fresh:
            fresh.save(numbered(1))
            headless = tmp_path / "headless.db"
            headless.write_bytes(new.read_bytes())
    use(alone)
    assert call("glossary", "search", headless, "术语").code in (0, 2)


def test_a_file_of_a_newer_schema_is_refused(path):
    change(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(InputError, match="newer duizhao"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(path, monkeypatch):
    more = replace(store_database.TERMBASE, migrations=(*MIGRATIONS, ("CREATE TABLE new (x)", "CREATE TABLE term (x)")))
    monkeypatch.setattr(store_database, "TERMBASE", more)
    with pytest.raises(InputError):
        Store.open(path)
    monkeypatch.undo()
    use(path)
    assert query(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'new'") == [(0,)]


def test_a_file_that_another_program_writes_is_waited_for_then_refused(path, monkeypatch):
    monkeypatch.setattr(store_database, "PATIENCE", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with Store.open(path) as store:
        assert len(list(store.concepts())) == 200  # reading goes on
        with pytest.raises(InputError, match="another program is writing"):
            store.save(numbered(1000))
    holder.execute("ROLLBACK")
    use(path)
    holder.close()


def test_a_file_that_is_locked_for_reading_too(path, monkeypatch):
    monkeypatch.setattr(store_database, "PATIENCE", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(InputError, match="another program is writing"):
        use(path)
    holder.close()


def test_a_newer_python_than_sqlite(path, monkeypatch):
    monkeypatch.setattr(store_database.sqlite3, "sqlite_version_info", (3, 31, 0))
    with pytest.raises(DuizhaoError, match="too old"):
        Store.open(path)


@needs_posix
def test_it_works_where_a_wal_cannot_be_had(path, tmp_path, monkeypatch):
    connect = sqlite3.connect

    def elsewhere(name, **options):
        return connect(f"{name}&vfs=unix-dotfile", **options)  # locks by files: no shared memory, as on network drives

    monkeypatch.setattr(store_database.sqlite3, "connect", elsewhere)
    new = tmp_path / "new.db"
    with Store.open(new, create=True) as store:
        store.save(numbered(1))
        assert store._database.first("PRAGMA journal_mode") == ("delete",)
    use(new)
    use(path)  # has come from a place where a WAL could be had
    use(path)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_file_is_read_and_not_written(path):
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with Store.open(path) as store:
            assert len(list(store.concepts())) == 200
            with pytest.raises(InputError, match="read-only"):
                store.save(numbered(1000))
    finally:
        path.parent.chmod(0o755)


def test_a_file_that_is_opened_as_unchangeable_is_read_and_not_written(path):
    database = store_database._connection(path, "mode=ro&immutable=1")
    store = Store(database, "w")
    assert len(list(store.concepts())) == 200
    with pytest.raises(InputError, match="read-only"):
        store.save(numbered(1000))
    store.close()


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from glossary.concept import Concept, Context, Definition, Term, Termbase
from glossary.store import ConflictError, Store

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    with Store.open(path, create=True, who=name) as store:
        store.save(Concept(f"{name}{number}", (Term(f"{name}{number}", "zh"),)))
        while True:
            present = store.get("shared") or Concept("shared", (Term("共有", "zh"),))
            try:
                store.save(replace(present, note=f"{present.note} {name}{number}"), expect=store.version("shared"))
                break
            except ConflictError:
                pass
"""


@pytest.mark.slow("two processes write at once")
def test_two_processes_that_write_at_once_lose_nothing(tmp_path):
    path = tmp_path / "shared.db"  # made by whoever comes first
    writers = [python(WRITER, path, name, 40) for name in ("甲", "乙")]
    for writer in writers:
        _out, errors = writer.communicate(timeout=100)
        assert writer.returncode == 0, errors
    with Store.open(path) as store:
        names = {f"{name}{number}" for name in ("甲", "乙") for number in range(40)}
        assert {one.id for one in store.concepts()} == {*names, "shared"}
        assert set(store.get("shared").note.split()) == names
        assert store.version("shared") == 80
        changes = store.history(limit=1000)
        assert len(changes) == 160
        assert len({change.group for change in changes}) == 160
        assert {change.who for change in changes} == {"甲", "乙"}


def test_two_connections_see_what_the_other_wrote(path):
    with Store.open(path, who="a") as one, Store.open(path, who="b") as other:
        seen = other.version("c1")
        one.save(numbered(1, note="x"))
        assert other.get("c1").note == "x"
        with pytest.raises(ConflictError):
            other.save(numbered(1, note="y"), expect=seen)


KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
from glossary.concept import Concept, Context, Definition, Term, Termbase
from glossary.store import Store
from glossary.store.tables import Tables

put, done = Tables.put, [0]

def slow(self, *arguments, **options):
    done[0] += 1
    if done[0] == 3000:
        print("half", flush=True)
        sys.stdin.read()
    return put(self, *arguments, **options)

Tables.put = slow
with Store.open(Path(sys.argv[1])) as store:
    store.bring_in(Termbase.of(Concept(f"k{n}", (Term(f"词{n}", "zh", note="长" * 2000),)) for n in range(4000)))
"""


@pytest.mark.slow("kills a process that writes")
def test_an_import_that_is_killed_leaves_the_termbase_as_it_was(path):
    with Store.open(path) as store:
        before = list(store.termbase()), store.history(limit=1000)
    with start("-c", KILLED, path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"half"
        wal = path.with_name("terms.db-wal")
        assert wal.stat().st_size > 1 << 20  # pages of the unfinished import are on the disk already
        process.kill()
    with Store.open(path) as store:
        assert (list(store.termbase()), store.history(limit=1000)) == before
    use(path)
    assert query(path, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files")
def test_a_full_disk_is_one_line_and_changes_nothing(path):
    import resource

    size = path.stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Store.open(path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, limits[1]))
        try:
            with pytest.raises(DuizhaoError, match="check the disk"):
                store.bring_in(Termbase.of(numbered(5000 + number, note="长" * 2000) for number in range(3000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert len(store) == 200
    use(path)


def test_no_query_binds_numbered_places():
    """Python 3.14 refuses ``?1`` where the values are a sequence; ``?`` and ``:name`` go everywhere."""
    for floor in ("align", "corpora", "duizhao", "glossary"):
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    sql = re.search(r"(?i)\b(?:select|insert|update|delete)\b", node.value)
                    assert not (sql and re.search(r"\?\d", node.value)), (path, node.lineno)


@pytest.mark.parametrize("after", ['{"a":', "5", '{"terms": 5}', '{"terms": [{}]}', "[" * 100_000])
def test_a_history_that_somebody_spoilt_is_one_line(tmp_path, monkeypatch, after):
    monkeypatch.chdir(tmp_path)
    Path("known.tsv").write_text("zh\ten\n会员国\tMember State\n", "utf-8")
    assert call("glossary", "import", "terms.db", "known.tsv").code == 0
    connection = sqlite3.connect("terms.db")
    with connection:
        connection.execute("UPDATE change SET after = ?", (after,))
    connection.close()
    done = call("glossary", "history", "terms.db")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert "damaged" in done.err
