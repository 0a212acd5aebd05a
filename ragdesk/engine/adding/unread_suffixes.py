"""Suffixes of files that no reader takes, for a preview; whether a file is read is decided by its bytes alone."""

from __future__ import annotations

UNREAD_SUFFIXES = frozenset(f".{suffix}" for words in (
    # pictures and drawings
    "png jpg jpeg jpe gif bmp tif tiff webp heic heif avif ico psd ai eps ps svg djvu jp2 raw cr2 nef dng xcf vsd vsdx",
    # sound and video
    "mp3 wav flac ogg oga opus m4a aac wma aiff mid mp4 m4v mov avi mkv webm wmv mpg mpeg flv 3gp",
    # archives and disk images
    "zip 7z rar tar gz tgz bz2 xz zst cab iso dmg img jar war apk deb rpm msi",
    # programs and what they are made of
    "exe dll so dylib bin o a lib obj class pyc pyo wasm node com sys",
    # databases, models and other data
    "db sqlite sqlite3 mdb accdb gguf safetensors onnx pt pth npy npz parquet feather pkl h5 dat",
    # office files of other kinds
    "doc dot xls xlsx xlsm xlsb ppt pptx pptm odt ods odp odg rtf pages numbers key pub one msg pst mobi azw azw3 epub",
    # fonts
    "ttf otf woff woff2 eot",
    # texts that need a reader of their own
    "eml emlx mbox mht mhtml ipynb vcf xml rss atom",
) for suffix in words.split())  # fmt: skip
