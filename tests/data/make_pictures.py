"""Pictures, and what Pillow makes of them: `pip install pillow numpy && python3 tests/data/make_pictures.py`."""

import json
import pathlib

import numpy as np
from PIL import Image, ImageOps

HERE = pathlib.Path(__file__).parent / "pictures"
HERE.mkdir(exist_ok=True)
rng = np.random.default_rng(0)


def grey(name, picture):
    picture.save(HERE / name)
    return np.asarray(Image.open(HERE / name).convert("L")).flatten().tolist()


colors = rng.integers(0, 256, size=(8, 8, 4), dtype=np.uint8)
colors[0, :3, :3] = np.eye(3) * 255
known = {
    "rgb.png": grey("rgb.png", Image.fromarray(colors[..., :3])),
    "rgb.bmp": grey("rgb.bmp", Image.fromarray(colors[..., :3])),
    "rgba.png": grey("rgba.png", Image.fromarray(colors)),
    "palette.png": grey("palette.png", Image.fromarray(colors[..., :3]).quantize(16)),
    "grey.png": grey("grey.png", Image.fromarray(colors[..., 0])),
    "grey_alpha.png": grey("grey_alpha.png", Image.fromarray(colors[..., :2], "LA")),
}

upright = {}
# Six levels, each a square: JPEG keeps them apart from each other.
levels = np.array([[20, 60, 100], [140, 180, 220]], dtype=np.uint8)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    for name, size in [(f"exif_{orientation}.png", 1), (f"exif_{orientation}.jpg", 8)]:
        picture = Image.fromarray(levels.repeat(size, 0).repeat(size, 1))
        picture.save(HERE / name, exif=exif, **({"quality": 100} if size > 1 else {}))
        turned = np.asarray(ImageOps.exif_transpose(Image.open(HERE / name)))
        upright[name] = turned[size // 2 :: size, size // 2 :: size].tolist()
(HERE / "pillow.json").write_text(json.dumps({"grey": known, "exif_transpose": upright}) + "\n")
