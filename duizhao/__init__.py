"""duizhao, 对照: Chinese and English versions of United Nations documents, side by side.

>>> import duizhao
>>> bitext = duizhao.align(["大会第七十五届会议", "谢谢。"], ["Seventy-fifth session", "Thank you."])
>>> bitext.to_frame()["en"].to_list()
['Seventy-fifth session', 'Thank you.']
"""

TYPE_CHECKING = False  # as typing has it, which may not be loaded before the current folder is off the path

if TYPE_CHECKING:
    from corpora.versions import VERSION as __version__  # noqa: N811
    from duizhao.api import (
        Bitext,
        Document,
        DuizhaoError,
        InputError,
        MissingDependencyError,
        OutputError,
        Termbase,
        align,
        check,
        extract,
        find,
        read,
        run,
    )

__all__ = [
    "Bitext",
    "Document",
    "DuizhaoError",
    "InputError",
    "MissingDependencyError",
    "OutputError",
    "Termbase",
    "__version__",
    "align",
    "check",
    "extract",
    "find",
    "read",
    "run",
]


def __getattr__(name: str) -> object:
    # numpy and polars take a third of a second: what only asks for the version, or for help, must not wait for them
    if name == "__version__":
        from corpora.versions import VERSION

        return VERSION
    if name == "main":  # what 0.1 had here
        from duizhao.door import main

        return main
    if name in __all__:
        from duizhao import api

        return getattr(api, name)
    raise AttributeError(f"module 'duizhao' has no attribute {name!r}")


def __dir__() -> list[str]:
    # without this, completion in a notebook would offer none of what is loaded when it is asked for
    return sorted({*globals(), *__all__})
