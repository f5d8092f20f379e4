"""Code that a model folder brings along is said in one line, and torch is not loaded for it."""

import io
import json
import pickle
import zipfile

import pytest

from align.encoders import load_encoder
from corpora.errors import InputError

OWN = {"model_type": "nobodys_kind", "auto_map": {"AutoModel": "modeling_own.Own"}}
TENSORS = b"\x80\x02ccollections\nOrderedDict\n)R(X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\nctorch\nFloatStorage\ntu."


class Evil:
    def __reduce__(self):
        return (print, ("ran",))


def archive(*pickled, damage=False):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number, data in enumerate(pickled):
            made.writestr(f"archive{number}/data.pkl", data)
        made.writestr("archive0/data/0", b"\0" * 64)
    data = out.getvalue()
    return data.replace(b"PK\x03\x04", b"PK\x09\x04") if damage else data


def folder(tmp_path, files, modules=("sentence_transformers.models.Transformer",)):
    made = tmp_path / "m"
    if modules is not None:
        listed = [{"idx": k, "name": str(k), "path": "", "type": one} for k, one in enumerate(modules)]
        files = {"modules.json": json.dumps(listed)} | files
    for name, content in files.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(made)


REFUSED = {
    "no module": ({"config.json": "{}"}, (), "names no module"),
    "code in the settings": ({"config.json": json.dumps(OWN)}, None, "auto_map"),
    "code in the settings of a module": ({"0_T/config.json": json.dumps(OWN), "config.json": "{}"}, None, "auto_map"),
    "no settings": ({"config.json": "[1]"}, None, "holds no settings"),
    "settings of a megabyte": ({"config.json": " " * (1 << 20) + "{}"}, None, "too large"),
    "an old pickle": ({"config.json": "{}", "pytorch_model.bin": pickle.dumps(Evil(), 2)}, None, "an old pickle"),
    "a pickle that names code": (
        {"config.json": "{}", "pytorch_model.bin": archive(TENSORS, pickle.dumps(Evil(), 2))}, None, "names code"
    ),
    "a later pickle that names code": (
        {"config.json": "{}", "1_D/pytorch_model.bin": archive(pickle.dumps(Evil(), 4))}, None, "names code: builtins"
    ),
    "a part that names code": (
        {"config.json": "{}", "pytorch_model-00001-of-00002.bin": archive(b"\x80\x02cos\nsystem\n.")}, None, "code: os"
    ),
    "a name that is not written out": (
        {"config.json": "{}", "adapter_model.bin": archive(b"\x80\x04\x8c\x02os\x94\x8c\x06systemh\x00\x8c\x06system\x93.")}, None, "names code"
    ),
    "a number for a name": ({"config.json": "{}", "adapter_model.bin": archive(b"\x80\x02\x82\x05.")}, None, "names code"),
    "a damaged archive": ({"config.json": "{}", "pytorch_model.bin": archive(TENSORS, damage=True)}, None, "is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_code_of_a_model_is_refused_before_torch_is_loaded(tmp_path, monkeypatch, case):
    monkeypatch.setattr("align.encoders.load.HubEncoder", None)
    files, modules, said = REFUSED[case]
    with pytest.raises(InputError, match=said) as refused:
        load_encoder(folder(tmp_path, files, modules))
    assert "\n" not in str(refused.value)


GIVEN = {
    "weights as torch saves them": {"config.json": "{}", "pytorch_model.bin": archive(TENSORS)},
    "weights that are there as safetensors": {
        "config.json": "{}", "pytorch_model.bin": pickle.dumps(Evil(), 2), "model.safetensors": "x"
    },
    "settings of a kind that transformers has": {"config.json": json.dumps(OWN | {"model_type": "xlm-roberta"})},
}  # fmt: skip


@pytest.mark.parametrize("case", GIVEN)
def test_others_are_given_to_the_library(tmp_path, monkeypatch, case):
    given = []
    monkeypatch.setattr("align.encoders.load.HubEncoder", lambda *told: given.append(told))
    monkeypatch.setattr("align.encoders.load.CentredEncoder", lambda *_told: None)  # it would ask for vectors
    monkeypatch.setattr("align.encoders.load.is_ours", lambda _encoder: False)
    load_encoder(folder(tmp_path, GIVEN[case]))
    assert len(given) == 1
