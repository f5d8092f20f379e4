"""A model folder that is damaged, or made to harm: one line, before anything is computed with it."""

import base64
import json
import os
import struct
import subprocess
import sys

import numpy as np
import pytest
from safetensors.numpy import save_file

from align.encoders import StaticEncoder, load_encoder
from align.encoders.patterns import RunawayError, check_pattern
from align.encoders.pieces import SPLIT, split_alike
from align.encoders.tokenizer_file import guarded
from corpora.errors import InputError
from tests.calls import call
from tests.places import needs_posix

PIECES = ["[UNK]", "会", "议", "会议", "the", "meeting", "m", "e", "t", "i", "n", "g", "."]
STATIC = [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}]
UNKNOWN = {"id": 0, "content": "[UNK]", "single_word": False, "lstrip": False, "rstrip": False, "normalized": False}


def settings(**changed):
    normalizer, splitter = split_alike()
    vocabulary = [[piece, -float(k)] for k, piece in enumerate(PIECES)]
    model = {"type": "Unigram", "unk_id": 0, "vocab": vocabulary, "byte_fallback": False}
    whole = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [UNKNOWN | {"special": True}]}
    whole |= {"normalizer": normalizer, "pre_tokenizer": splitter, "post_processor": None, "decoder": None}
    return whole | {"model": model | changed.pop("model", {})} | changed


def made(folder, table=None, tokenizer=None, modules=STATIC, words=None):
    folder.mkdir(exist_ok=True)
    table = np.random.default_rng(1).normal(size=(len(PIECES), 4)).astype(np.float16) if table is None else table
    save_file({"embedding.weight": table}, folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer or settings(), ensure_ascii=False), "utf-8")
    (folder / "modules.json").write_text(json.dumps(modules), "utf-8")
    if words:
        save_file(words, folder / "words.safetensors", {"languages": '["zh", "en"]'})
    return folder


def words(count=13, **changed):
    tables = {}
    for way in ("forward", "backward"):
        tables[f"{way}.lengths"] = np.ones(count, np.uint16)
        tables[f"{way}.pieces"] = np.arange(count, dtype=np.int32)
        tables[f"{way}.codes"] = np.zeros(count, np.uint8)
        tables[f"{way}.shares"] = np.full(count, 0.1, np.float32)
    return tables | changed


def split_by(pattern):
    return {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}


def replaced(text, content):
    return {"type": "Replace", "pattern": {"String": text}, "content": content}


def charsmap(value=0, trie=None):
    """A table that makes 会 of the letter A, or is damaged."""
    words = np.zeros(512, "<u4")
    words[0] = 256 << 10  # its children lie from 256 on
    place = 256 ^ ord("A")
    words[place] = ord("A") | 1 << 8 | (place ^ 300) << 10  # a value lies at 300
    words[300] = 1 << 31 | value
    data = words.tobytes() if trie is None else trie
    return len(data).to_bytes(4, "little") + data + "会".encode() + b"\0"


def precompiled(data):
    return {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(data).decode()}


def test_a_table_of_characters_is_followed(tmp_path):
    whole = settings(normalizer=precompiled(charsmap()))
    encoder = load_encoder(str(made(tmp_path / "m", tokenizer=whole)))
    assert (encoder.encode(["A议"]) == encoder.encode(["会议"])).all()


@pytest.mark.parametrize("kind", ["foreign.Model", "foreign.StaticEmbedding", 5, ["StaticEmbedding"], None])
@pytest.mark.parametrize("place", [0, 1])
def test_other_modules_are_refused_before_anything_is_loaded(tmp_path, kind, place):
    modules = [*STATIC, *STATIC]
    modules[place] = STATIC[0] | {"type": kind}
    with pytest.raises(InputError, match="none of sentence-transformers"):
        load_encoder(str(made(tmp_path / "m", modules=modules)))


@pytest.mark.parametrize("left", ["nothing", "no list", "a list of nothing", "no settings", "runs away"])
def test_folders_that_are_no_models_do_not_wait_for_torch(tmp_path, left, monkeypatch):
    monkeypatch.setattr("align.encoders.load.HubEncoder", None)
    folder = made(tmp_path / "m", modules=[], tokenizer=settings(pre_tokenizer=split_by("(a|a|aa)+$")))
    transformer = [STATIC[0] | {"type": "sentence_transformers.models.Transformer"}]
    if left in ("no settings", "runs away"):
        (folder / "modules.json").write_text(json.dumps(transformer), "utf-8")
    if left == "runs away":
        (folder / "config.json").write_text("{}", "utf-8")
    if left in ("nothing", "no list"):
        (folder / "modules.json").unlink()
    if left == "nothing":
        folder = tmp_path / "m" / "empty"
        folder.mkdir()
    with pytest.raises(InputError, match=r"not a (model folder|tokenizer)"):
        load_encoder(str(folder))
    with pytest.raises(InputError, match="no such folder"):
        load_encoder(str(tmp_path / "nowhere"))


def test_a_sound_one_is_used(tmp_path):
    encoder = load_encoder(str(made(tmp_path / "m", words=words())))
    assert encoder.sums(["会议", "The meeting."]).any(axis=1).all()
    assert encoder.dictionary is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"model": {"type": "WordLevel", "vocab": {"会议": 0, "the": 1}, "unk_token": "the"}},
        {"pre_tokenizer": split_by(r"'s| ?\p{L}+| ?\p{N}{1,3}|\s+(?!\S)|\s+")},
        {"normalizer": None, "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}},
    ],
)
def test_other_tokenizers_are_used(tmp_path, changed):
    encoder = StaticEncoder(made(tmp_path / "m", tokenizer=settings(**changed)))
    assert len(encoder.sums(["会议 the"])) == 1
    (tmp_path / "a.tsv").write_text("zh\ten\n会议\tthe meeting\n", "utf-8")
    assert call("check", tmp_path / "a.tsv", "--model", tmp_path / "m", "-q").code == 0


ROWS, WIDTH = len(PIECES), 4
FULL = np.ones((ROWS, WIDTH), np.float32)
AT_ONE = FULL.copy()
AT_ONE[3, 2] = np.inf


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (FULL[0], "shape"),
        (FULL[None], "shape"),
        (np.float32(1.0).reshape(()), "shape"),
        (FULL[:0], "shape"),
        (FULL[:, :0], "shape"),
        (FULL[:5], "rows for"),
        (AT_ONE, "not finite"),
        (np.full((ROWS, WIDTH), np.nan, np.float16), "not finite"),
        (np.full((ROWS, WIDTH), 1e300), "not finite"),
        (np.full((ROWS, WIDTH), 1e30, np.float32), "not finite"),
        (np.zeros((ROWS, WIDTH), np.float32), "but zero"),
        (np.ones((ROWS, WIDTH), np.int64), "type"),
        (np.ones((ROWS, WIDTH), np.bool_), "type"),
    ],
)
def test_a_table_that_is_none(tmp_path, table, said):
    with pytest.raises(InputError, match=said):
        load_encoder(str(made(tmp_path / "m", table=np.ascontiguousarray(table))))


def header(folder, entry, body=b""):
    text = json.dumps(entry).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)


@pytest.mark.parametrize(
    "entry",
    [
        {"other": {"dtype": "F16", "shape": [13, 4], "data_offsets": [0, 104]}},
        {"embedding.weight": {"dtype": "F16", "shape": [1 << 62, 1 << 62], "data_offsets": [0, 104]}},
        {"embedding.weight": {"dtype": "F16", "shape": [13, 4], "data_offsets": [0, 1 << 60]}},
        {"embedding.weight": {"dtype": "F16", "shape": [13, -4], "data_offsets": [0, 104]}},
        {"embedding.weight": 3},
        [],
    ],
)
def test_a_head_that_lies(tmp_path, entry):
    header(made(tmp_path / "m"), entry, b"\0" * 104)
    with pytest.raises(InputError, match="not a static model folder"):
        load_encoder(str(tmp_path / "m"))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "words.safetensors"])
@pytest.mark.parametrize("left", [0, 7, 60])
def test_files_that_are_cut_short(tmp_path, name, left):
    folder = made(tmp_path / "m", words=words())
    (folder / name).write_bytes((folder / name).read_bytes()[:left])
    with pytest.raises(InputError):
        _ = load_encoder(str(folder)).dictionary


@pytest.mark.parametrize(
    "changed",
    [
        {"model": {"vocab": []}},
        {"model": {"vocab": {}}},
        {"model": {"vocab": [["a"]]}},
        {"model": {"vocab": [["a", "b"]]}},
        {"model": {"vocab": [["a", 1e300]]}},
        {"model": {"vocab": [["a" * 600, 0.0]]}},
        {"model": {"unk_id": 99}},
        {"model": {"unk_id": -1}},
        {"model": {"unk_id": "0"}},
        {"model": {"type": "WordLevel", "vocab": {"a": -1}, "unk_token": "a"}},
        {"model": {"type": "WordLevel", "vocab": {"a": 1 << 40}, "unk_token": "a"}},
        {"model": {"type": "WordLevel", "vocab": {"a": 13}, "unk_token": "a"}},
        {"model": {"type": "WordPiece", "vocab": {"a": 0}, "max_input_chars_per_word": 10**9}},
        {"model": {"type": "Riddle", "vocab": {"a": 0}}},
        {"model": []},
        {"added_tokens": {}},
        {"added_tokens": [{"id": 1 << 31, "content": "a"}]},
        {"added_tokens": [{"id": 13, "content": "a"}]},
        {"added_tokens": [{"id": 0, "content": ""}]},
        {"normalizer": {"type": "Riddle"}},
        {"normalizer": "NFKC"},
        {"normalizer": {"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": " "}},
        {"normalizer": {"type": "Replace", "pattern": {"String": ""}, "content": "x"}},
        {"normalizer": {"type": "Prepend", "prepend": "x" * 100_000}},
        {"normalizer": {"type": "Sequence", "normalizers": [replaced("a", "a" * 50)] * 3}},
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKD"}] * 1000}},
        {"normalizer": precompiled(b"")},
        {"normalizer": precompiled(b"\0" * 3)},
        {"normalizer": precompiled(charsmap(trie=b"\xff" * 1024))},
        {"normalizer": precompiled(charsmap(value=2))},
        {"normalizer": precompiled(charsmap(value=50))},
        {"normalizer": {"type": "Precompiled", "precompiled_charsmap": 5}},
        {"pre_tokenizer": split_by("((")},
        {"pre_tokenizer": split_by("[a")},
        {"pre_tokenizer": split_by(3)},
        {"pre_tokenizer": split_by("(a|a|aa)+$")},
        {"pre_tokenizer": {"type": "Sequence", "pretokenizers": [split_by(r"(\w*)*x")]}},
        {"pre_tokenizer": {"type": "Sequence", "pretokenizers": 3}},
    ],
)
def test_tokenizers_that_are_none_or_could_run_away(tmp_path, changed):
    tokenizer = settings(**({} if changed.get("model") == [] else changed))
    folder = made(tmp_path / "m", tokenizer=tokenizer | ({"model": []} if changed.get("model") == [] else {}))
    with pytest.raises(InputError) as refused:
        load_encoder(str(folder)).sums(["会议 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"])
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"[" * 200_000, b"{}", b"[]", b"null", b'{"model": {"vocab": [["a", NaN]]}}', b""]
)
def test_files_that_are_no_settings(tmp_path, content):
    folder = made(tmp_path / "m")
    (folder / "tokenizer.json").write_bytes(content)
    with pytest.raises(InputError, match="not a tokenizer"):
        load_encoder(str(folder))


@pytest.mark.parametrize("content", [b"\xff\xfe StaticEmbedding", b"[" * 200_000, b"{}", b'["StaticEmbedding"]', b""])
def test_lists_of_modules_that_are_none(tmp_path, content):
    folder = made(tmp_path / "m")
    (folder / "modules.json").write_bytes(content)
    with pytest.raises(InputError, match="not a model folder"):
        load_encoder(str(folder))


@pytest.mark.parametrize(
    "changed",
    [
        words(count=5),
        words(**{"forward.pieces": np.full(ROWS, 99, np.int32)}),
        words(**{"forward.pieces": np.full(ROWS, -1, np.int32)}),
        words(**{"backward.codes": np.zeros(3, np.uint8)}),
        words(**{"backward.shares": np.full(ROWS, np.nan, np.float32)}),
        words(**{"backward.lengths": np.full(ROWS, -1, np.int16)}),
        words(**{"backward.lengths": np.full((ROWS, 2), 1, np.uint16)}),
        {"forward.lengths": np.ones(ROWS, np.uint16)},
    ],
)
def test_dictionaries_of_another_model(tmp_path, changed):
    with pytest.raises(InputError, match="not a dictionary"):
        _ = load_encoder(str(made(tmp_path / "m", words=changed))).dictionary


@needs_posix
@pytest.mark.parametrize("name", ["modules.json", "tokenizer.json", "model.safetensors", "config.json"])
def test_a_pipe_in_the_folder_is_not_waited_for(tmp_path, name):
    folder = made(tmp_path / "m")
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    with pytest.raises(InputError, match="is no file"):
        load_encoder(str(folder))


def test_links_to_files_are_files(tmp_path):
    folder, links = made(tmp_path / "m"), tmp_path / "links"
    links.mkdir()
    for path in folder.iterdir():
        try:
            (links / path.name).symlink_to(path)
        except OSError:
            pytest.skip("this system lets nobody make links")
    assert load_encoder(str(links)).encoder.shape == (ROWS, WIDTH)


def test_a_panic_is_one_line(tmp_path):
    class PanicException(BaseException):
        pass

    def panic():
        raise PanicException("index out of bounds")

    with pytest.raises(InputError, match="index out of bounds"):
        guarded(tmp_path, panic)
    with pytest.raises(KeyboardInterrupt):
        guarded(tmp_path, lambda: (_ for _ in ()).throw(KeyboardInterrupt()))


@pytest.mark.parametrize(
    "pattern",
    [SPLIT, r"\s+", " {2,}", "[0-9]", r"[^\]a]+", "(?i:'s|'t)", r"'s| ?\p{L}+|\s+(?!\S)|\s+", "(?:a|b+)", "a(bc)?d"],
)
def test_patterns_that_are_let_in(pattern):
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["((", "a)", "[a", "\\", "(a|a|aa)+$", "(a+)+", "a*a*b", "a+b", "a+?b", "(a?){30}", "a?" * 30 + "a" * 30, "(a*)?",
     r"(a)\1", "(?<=a+)b", "a{1,3}+", "a**", "(?:a|b+)c", "(?>a+)b", r"\X+b", "a{,}b", "(?=a+)b", "a" * 3000],
)  # fmt: skip
def test_patterns_that_are_not(pattern):
    with pytest.raises(RunawayError):
        check_pattern(pattern)


FOREIGN = """
import sys
from align.encoders import load_encoder
from corpora.errors import InputError
try:
    load_encoder(sys.argv[1])
except InputError as error:
    print(error)
    sys.exit(2)
"""


@pytest.mark.slow("loads torch")
@pytest.mark.parametrize("where", ["model", "path"])
def test_a_module_that_a_model_brings_is_never_run(tmp_path, where):
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "foreign.Model"}]', "utf-8")
    code = f"open({str(tmp_path / 'ran')!r}, 'w').close()\nclass Model: pass\n"
    ((folder if where == "model" else tmp_path) / "foreign.py").write_text(code, "utf-8")
    from tests.calls import environment

    done = subprocess.run(
        [sys.executable, "-c", FOREIGN, str(folder)],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2, done.stderr
    assert "foreign.Model" in done.stdout
    assert not (tmp_path / "ran").exists()
