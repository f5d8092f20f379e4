"""Files as other tools write them, with invented text."""


def tbx_v2(folder, entries, name="t.tbx"):
    """A TBX of version 2 with these entries."""
    path = folder / name
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n'
        '<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>'
        f"<text><body>\n{entries}\n</body></text></martif>",
        "utf-8",
    )
    return path


def table(folder, name, text, encoding="utf-8"):
    """A table of this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder, *sheets, name="t.xlsx"):
    """A workbook of sheets, each a list of rows of texts."""
    import xlsxwriter

    path = folder / name
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False})
    for rows in sheets:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(place, column, cell)
    book.close()
    return path


def said(loaded):
    """What was lost or guessed, as it is printed."""
    return [str(loss) for loss in loaded.losses]


def terms(concept):
    """The terms of a concept: text, tag, status."""
    return [(term.text, term.tag, term.status) for term in concept.terms]
