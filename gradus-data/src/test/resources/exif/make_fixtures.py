"""Writes one picture as eight JPEGs, each turned otherwise and saying so. Pillow 12.3.0: python make_fixtures.py"""
from PIL import Image, ImageOps

BLOCK = 16
LEVELS = [[0, 100, 200], [50, 150, 250]]

upright = Image.new("L", (3 * BLOCK, 2 * BLOCK))
for y in range(2 * BLOCK):
    for x in range(3 * BLOCK):
        upright.putpixel((x, y), LEVELS[y // BLOCK][x // BLOCK])

undo = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
for orientation, method in undo.items():
    stored = upright if method is None else upright.transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = "exif%d.jpg" % orientation
    stored.save(name, quality=95, exif=exif)
    shown = ImageOps.exif_transpose(Image.open(name))
    assert shown.size == upright.size, orientation
    assert all(abs(a - b) <= 2 for a, b in zip(shown.tobytes(), upright.tobytes())), orientation
