"""Texts to vectors and to words: the built-in model, its tokenizer and dictionary, models from a hub."""

from align.encoders.centred import scale_of
from align.encoders.encoder import BUILTIN, Encoder, StaticEncoder
from align.encoders.load import builtin_encoder, dictionary_encoder, like_ours, load_encoder, second_model
from align.encoders.mixture import NOT_TO_BE_USED, STATE, TRAINING, refuse_mixed
from align.encoders.pieces import PieceTokenizer
from align.encoders.tokenizer_file import pieces_of, tokenizer_settings
from align.encoders.vectors import fingerprint
from align.encoders.vocabulary import composition, train_tokenizer

__all__ = [
    "BUILTIN",
    "NOT_TO_BE_USED",
    "STATE",
    "TRAINING",
    "Encoder",
    "PieceTokenizer",
    "StaticEncoder",
    "builtin_encoder",
    "composition",
    "dictionary_encoder",
    "fingerprint",
    "like_ours",
    "load_encoder",
    "pieces_of",
    "refuse_mixed",
    "scale_of",
    "second_model",
    "tokenizer_settings",
    "train_tokenizer",
]
