"""Makes the small test images in src/test/resources/image and what Pillow reads from them.

Beside each image NAME lies NAME.rgb: its size as two big-endian 16-bit numbers, width first, then
the pixels that Pillow's exif_transpose and convert("RGB") give, red first. Where Pillow clips
16-bit samples or misreads a file, the pixels come from the array that the image was made of. The
folder "resampled" holds the image rgb.png in sizes as Pillow resizes it, and in letterboxes: scaled
by Pillow, or sampled between the centers of four pixels, as OpenCV's INTER_LINEAR does.

Run from the pipeline module, with Pillow 12.3 and NumPy: python src/test/python/make_images.py
"""

import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageFile, ImageOps, PngImagePlugin

FOLDER = pathlib.Path("src/test/resources/image")
WIDTH, HEIGHT = 23, 17
Y, X = np.mgrid[0:HEIGHT, 0:WIDTH]
RANDOM = np.random.default_rng(7)

COLORS = np.stack([(X * 10 + Y) % 256, (Y * 13 + 30) % 256, (X * 5 + Y * 9) % 256], -1).astype(np.uint8)
COLORS[3:8, 5:12] = (250, 20, 40)
COLORS[10:15, 2:7] = RANDOM.integers(0, 256, (5, 5, 3))
GREY = COLORS[..., 1]
ALPHA = np.clip(X * 14 - 40, 0, 255).astype(np.uint8)
INKS = np.stack([X * 11 % 256, Y * 15 % 256, (X * 4 + Y * 6) % 256, (X + Y) * 5 % 200], -1).astype(np.uint8)
DEEP_GREY = ((X * 2700 + Y * 13) % 65536).astype(np.uint16)
DEEP_COLORS = ((COLORS.astype(int) * 257 + 65000) % 65536).astype(np.uint16)


def expect(name, pixels):
    data = struct.pack(">HH", pixels.shape[1], pixels.shape[0]) + pixels.astype(np.uint8).tobytes()
    (FOLDER / (name + ".rgb")).write_bytes(data)


def expect_pillow(name):
    with Image.open(FOLDER / name) as image:
        image.load()
        expect(name, np.asarray(ImageOps.exif_transpose(image).convert("RGB")))


def save(name, image, pixels=None, **options):
    image.save(FOLDER / name, **options)
    if pixels is None:
        expect_pillow(name)
    else:
        expect(name, pixels)


def grey_pixels(levels):
    return np.repeat(levels[..., None], 3, 2)


def oriented(image, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return {"exif": exif}


def make_with_pillow():
    rgb = Image.fromarray(COLORS)
    grey = Image.fromarray(GREY)
    rgba = Image.fromarray(np.dstack([COLORS, ALPHA]))
    grey_alpha = Image.fromarray(np.dstack([GREY, ALPHA]), "LA")
    cmyk = Image.fromarray(INKS, "CMYK")
    palette = rgb.quantize(200)
    bilevel = grey.convert("1")

    save("rgb.jpg", rgb, quality=90)
    save("rgb-444.jpg", rgb, quality=90, subsampling=0)
    save("rgb-422.jpg", rgb, quality=90, subsampling=1)
    save("rgb-progressive.jpg", rgb, progressive=True)
    save("rgb-stored.jpg", rgb, keep_rgb=True)
    save("rgb-restarts.jpg", rgb, restart_marker_rows=1)
    save("grey.jpg", grey)
    save("cmyk.jpg", cmyk, quality=90)
    save("cmyk-progressive.jpg", cmyk, progressive=True)
    save("cmyk-broken-profile.jpg", cmyk, quality=90, icc_profile=b"no profile" * 20)
    make_ycck()

    save("rgb.png", rgb)
    save("rgba.png", rgba)
    save("grey.png", grey)
    save("grey-alpha.png", grey_alpha)
    save("grey-16.png", Image.fromarray(DEEP_GREY), grey_pixels(DEEP_GREY >> 8))
    save("bilevel.png", bilevel)
    save("palette.png", palette)
    save("palette-4-bits.png", rgb.quantize(16), bits=4)
    save("palette-2-bits.png", rgb.quantize(4), bits=2)
    save("palette-transparent.png", palette, np.asarray(palette.convert("RGB")), transparency=bytes([0, 100, 200]))
    save("rgb-transparent.png", rgb, transparency=(250, 20, 40))
    save("one-pixel.png", Image.new("RGB", (1, 1), (9, 8, 7)))

    save("rgb.webp", rgb, quality=90)
    save("rgba.webp", rgba, quality=90)
    save("rgb-lossless.webp", rgb, lossless=True)
    save("rgba-lossless.webp", rgba, lossless=True, exact=True)
    turned = [rgb.rotate(180)]
    save("animated.webp", rgb, save_all=True, append_images=turned, lossless=True, duration=50)

    save("palette.gif", palette)
    save("palette-4-colors.gif", rgb.quantize(4))
    save("grey.gif", grey)
    save("interlaced.gif", palette, interlace=1)
    save("transparent.gif", palette, transparency=3)
    save("animated.gif", palette, save_all=True, append_images=[palette.rotate(180)], duration=50)
    save("one-pixel.gif", Image.new("RGB", (1, 1), (9, 8, 7)))
    make_framed_gif(palette, "small-frame.gif", (5, 4), (40, 30), None)
    make_framed_gif(palette, "small-frame-transparent.gif", (5, 4), (40, 30), 4)
    make_framed_gif(palette, "frame-beyond-screen.gif", (20, 10), (30, 20), None)

    save("rgb.bmp", rgb)
    save("rgba.bmp", rgba)
    save("grey.bmp", grey)
    save("palette.bmp", palette)
    save("bilevel.bmp", bilevel)

    for orientation in range(1, 9):
        save(f"orientation-{orientation}.jpg", rgb, **oriented(rgb, orientation))
        save(f"orientation-{orientation}.png", rgb, **oriented(rgb, orientation))
        save(f"orientation-{orientation}.webp", rgb, lossless=True, **oriented(rgb, orientation))
        save(f"orientation-{orientation}.tif", rgb, tiffinfo={274: orientation})
    save("orientation-9.jpg", rgb, **oriented(rgb, 9))

    make_xmp(rgb)

    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        save(f"rgb-{compression}.tif", rgb, compression=compression)
    save("rgb-predictor.tif", rgb, compression="tiff_lzw", tiffinfo={317: 2})
    save("rgb-big.tif", rgb, big_tiff=True)
    save("rgba.tif", rgba)
    save("cmyk.tif", cmyk)
    save("palette.tif", palette)
    save("bilevel-group-4.tif", bilevel, compression="group4")
    save("ycbcr-jpeg.tif", rgb.convert("YCbCr"), compression="jpeg")


def make_xmp(rgb):
    """Orientation in XMP, as an attribute or an element, alone and beside that of EXIF."""

    def xmp(properties):
        return (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" {properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
        )

    attribute = xmp('tiff:Orientation="6">')
    element = xmp("><tiff:Orientation>8</tiff:Orientation>")
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", attribute)
    save("xmp-6.jpg", rgb, xmp=attribute.encode())
    save("xmp-8.jpg", rgb, xmp=element.encode())
    save("xmp-6.png", rgb, pnginfo=text)
    save("xmp-6.webp", rgb, lossless=True, xmp=attribute.encode())
    save("xmp-6.tif", rgb, tiffinfo={700: attribute.encode()})
    save("xmp-8-jpeg.tif", rgb, compression="jpeg", tiffinfo={700: element.encode()})
    save("xmp-8-exif-3.jpg", rgb, xmp=element.encode(), **oriented(rgb, 3))
    save("xmp-6-exif-1.jpg", rgb, xmp=attribute.encode(), **oriented(rgb, 1))


def make_ycck():
    """Declares the CMYK of a JPEG to be YCCK, and leaves Adobe's segment out altogether."""
    data = (FOLDER / "cmyk.jpg").read_bytes()
    adobe = data.index(b"Adobe")
    (FOLDER / "ycck.jpg").write_bytes(data[: adobe + 11] + b"\2" + data[adobe + 12 :])
    (FOLDER / "cmyk-without-adobe.jpg").write_bytes(data[: adobe - 4] + data[adobe + 12 :])
    expect_pillow("ycck.jpg")
    expect_pillow("cmyk-without-adobe.jpg")


def make_framed_gif(image, name, corner, screen, transparent):
    """Moves the only frame of a GIF to a corner of a larger or smaller screen."""
    buffer = io.BytesIO()
    image.save(buffer, "GIF", interlace=0)
    data = bytearray(buffer.getvalue())
    data[6:10] = struct.pack("<HH", *screen)
    palette_end = 13 + 3 * (2 << (data[10] & 7))
    frame = palette_end
    while data[frame] == 0x21:
        frame += 2
        while data[frame]:
            frame += data[frame] + 1
        frame += 1
    data[frame + 1 : frame + 5] = struct.pack("<HH", *corner)
    control = b"" if transparent is None else bytes([0x21, 0xF9, 4, 1, 0, 0, transparent, 0])
    (FOLDER / name).write_bytes(data[:palette_end] + control + data[frame:])
    expect_pillow(name)


def pack(samples, bits, order):
    """Samples of rows, each row filled up to whole bytes."""
    if bits == 16:
        return samples.astype(order + "u2").tobytes()
    packed = b""
    for row in samples.reshape(samples.shape[0], -1):
        digits = "".join(format(int(value), f"0{bits}b") for value in row)
        digits += "0" * (-len(digits) % 8)
        packed += int(digits, 2).to_bytes(len(digits) // 8, "big")
    return packed


def make_tiff(name, samples, bits, photometric, pixels, order="<", planar=1, tile=None, rows=HEIGHT, deflate=False, tags=()):
    """Writes the kinds of TIFF that Pillow does not write."""
    if samples.ndim == 2:
        samples = samples[..., None]
    height, width, channels = samples.shape
    planes = [samples] if planar == 1 else [samples[..., i : i + 1] for i in range(channels)]
    segments = []
    for plane in planes:
        step_x, step_y = tile or (width, rows)
        for top in range(0, height, step_y):
            for left in range(0, width, step_x):
                part = plane[top : top + step_y, left : left + step_x]
                if tile:
                    padding = ((0, step_y - part.shape[0]), (0, step_x - part.shape[1]), (0, 0))
                    part = np.pad(part, padding)
                data = pack(part, bits, order)
                segments.append(zlib.compress(data) if deflate else data)
    entries = {
        256: (4, [width]), 257: (4, [height]), 258: (3, [bits] * channels), 259: (3, [8 if deflate else 1]),
        262: (3, [photometric]), 277: (3, [channels]), 284: (3, [planar]),
    }
    entries.update({322: (4, [tile[0]]), 323: (4, [tile[1]])} if tile else {278: (4, [rows])})
    entries.update(dict(tags))
    offsets, body = [], b""
    for data in segments:
        offsets.append(8 + len(body))
        body += data + b"\0" * (len(data) % 2)
    entries[324 if tile else 273] = (4, offsets)
    entries[325 if tile else 279] = (4, [len(data) for data in segments])
    directory = 8 + len(body)
    beyond = directory + 2 + 12 * len(entries) + 4
    table, values = b"", b""
    for tag, (kind, numbers) in sorted(entries.items()):
        value = struct.pack(order + {3: "H", 4: "I"}[kind] * len(numbers), *numbers)
        field = value.ljust(4, b"\0")
        if len(value) > 4:
            field = struct.pack(order + "I", beyond + len(values))
            values += value
        table += struct.pack(order + "HHI", tag, kind, len(numbers)) + field
    start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", directory)
    end = struct.pack(order + "H", len(entries)) + table + struct.pack(order + "I", 0) + values
    (FOLDER / name).write_bytes(start + body + end)
    expect(name, pixels)


def make_tiffs():
    def extra(kind):
        return [(338, (3, [kind]))]

    rgba = np.dstack([COLORS, ALPHA])
    inks = np.asarray(Image.fromarray(INKS, "CMYK").convert("RGB"))
    opaque = np.where(ALPHA == 0, 1, ALPHA).astype(int)[..., None]
    divided = np.where(ALPHA[..., None] == 0, 0, np.minimum(255, COLORS.astype(int) * 255 // opaque))
    make_tiff("rgb-big-endian.tif", COLORS, 8, 2, COLORS, order=">")
    make_tiff("rgb-16.tif", DEEP_COLORS, 16, 2, DEEP_COLORS >> 8)
    make_tiff("rgb-16-big-endian.tif", DEEP_COLORS, 16, 2, DEEP_COLORS >> 8, order=">", rows=5)
    make_tiff("rgb-16-planar.tif", DEEP_COLORS, 16, 2, DEEP_COLORS >> 8, planar=2, deflate=True)
    make_tiff("rgb-tiled.tif", COLORS, 8, 2, COLORS, tile=(16, 16))
    make_tiff("rgb-tiled-planar.tif", COLORS, 8, 2, COLORS, tile=(16, 16), planar=2, deflate=True)
    make_tiff("rgb-planar.tif", COLORS, 8, 2, COLORS, planar=2, rows=4)
    make_tiff("rgba-16.tif", rgba.astype(np.uint16) * 257, 16, 2, COLORS, tags=extra(2))
    make_tiff("rgba-premultiplied.tif", rgba, 8, 2, divided, tags=extra(1))
    make_tiff("cmyk-16.tif", INKS.astype(np.uint16) * 257, 16, 5, inks)
    make_tiff("cmyk-tiled.tif", INKS, 8, 5, inks, tile=(32, 16))
    make_tiff("grey-16.tif", DEEP_GREY, 16, 1, grey_pixels(DEEP_GREY >> 8))
    make_tiff("grey-16-white-is-zero.tif", DEEP_GREY, 16, 0, grey_pixels(255 - (DEEP_GREY >> 8)))
    make_tiff("grey-12.tif", DEEP_GREY >> 4, 12, 1, grey_pixels(DEEP_GREY >> 8))
    make_tiff("grey-8-white-is-zero.tif", GREY, 8, 0, grey_pixels(255 - GREY))
    make_tiff("grey-4.tif", GREY >> 4, 4, 1, grey_pixels((GREY >> 4) * 17))
    make_tiff("grey-2.tif", GREY >> 6, 2, 1, grey_pixels((GREY >> 6) * 85))
    make_tiff("grey-1-white-is-zero.tif", GREY >> 7, 1, 0, grey_pixels((1 - (GREY >> 7)) * 255))
    for bits in (1, 2, 4, 8):
        colors = RANDOM.integers(0, 256, (3, 1 << bits))
        indexes = GREY >> (8 - bits)
        color_map = [(320, (3, (colors * 257).ravel().tolist()))]
        make_tiff(f"palette-{bits}.tif", indexes, bits, 3, colors.T[indexes], tags=color_map)


def make_bmp(name, bits, compression, data, palette=b"", masks=b"", pixels=None, header_bytes=40, top_down=False, colors=0):
    """Writes a BMP; masks stand behind the smallest header and within larger ones."""
    height = -HEIGHT if top_down else HEIGHT
    header = struct.pack("<IiiHHIIiiII", header_bytes, WIDTH, height, 1, bits, compression, len(data), 0, 0, colors, 0)
    header = (header + masks).ljust(header_bytes, b"\0") if header_bytes >= 40 else header[:header_bytes]
    start = 14 + len(header) + len(palette)
    file_header = b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start)
    (FOLDER / name).write_bytes(file_header + header + palette + data)
    if pixels is None:
        expect_pillow(name)
    else:
        expect(name, pixels)


def bmp_rows(samples, top_down=False):
    """Rows of bytes, filled up to whole words."""
    rows = [row.tobytes() for row in (samples if top_down else samples[::-1])]
    return b"".join(row + b"\0" * (-len(row) % 4) for row in rows)


def bit_fields(bits, widths, order="RGB"):
    """Pixels of so many bits of each color, from the highest on; their masks; what they show."""
    stored = np.zeros((HEIGHT, WIDTH), np.uint32)
    shown = np.zeros_like(COLORS)
    masks, at = {"A": 0}, sum(widths)
    for color, width in zip(order, widths):
        at -= width
        most = (1 << width) - 1
        samples = ALPHA if color == "A" else COLORS[..., "RGB".index(color)]
        levels = samples.astype(np.uint32) << 8 >> (16 - width)
        stored |= levels << at
        masks[color] = most << at
        if color != "A":
            shown[..., "RGB".index(color)] = levels * 255 // most
    return stored.astype(f"u{bits // 8}"), struct.pack("<IIII", *(masks[color] for color in "RGBA")), shown


def make_bit_field_bmps():
    stored, masks, _ = bit_fields(16, (5, 6, 5))
    make_bmp("rgb-565.bmp", 16, 3, bmp_rows(stored), masks=masks[:12])
    for header_bytes in (52, 56, 108, 124):
        make_bmp(f"rgb-565-header-{header_bytes}.bmp", 16, 3, bmp_rows(stored), masks=masks, header_bytes=header_bytes)
    stored, masks, _ = bit_fields(16, (5, 5, 5))
    make_bmp("rgb-555.bmp", 16, 0, bmp_rows(stored))
    make_bmp("rgb-555-header-56.bmp", 16, 3, bmp_rows(stored, True), masks=masks, header_bytes=56, top_down=True)
    stored, masks, shown = bit_fields(16, (4, 4, 4))
    make_bmp("rgb-444.bmp", 16, 3, bmp_rows(stored), masks=masks[:12], pixels=shown)
    stored, masks, shown = bit_fields(16, (1, 5, 5, 5), "ARGB")
    make_bmp("rgba-1555-header-124.bmp", 16, 3, bmp_rows(stored), masks=masks, header_bytes=124)
    stored, masks, shown = bit_fields(16, (4, 4, 4, 4), "ABGR")
    make_bmp("rgba-4444-header-56.bmp", 16, 3, bmp_rows(stored), masks=masks, header_bytes=56, pixels=shown)
    stored, masks, shown = bit_fields(16, (4, 4, 4, 4), "RGBA")
    make_bmp("rgba-4444-behind-header.bmp", 16, 6, bmp_rows(stored), masks=masks, pixels=shown)
    stored, masks, shown = bit_fields(32, (10, 11, 9))
    make_bmp("rgb-10-11-9-header-52.bmp", 32, 3, bmp_rows(stored), masks=masks, header_bytes=52, pixels=shown)
    stored, masks, _ = bit_fields(32, (8, 8, 8, 8), "ABGR")
    make_bmp("rgba-8888-header-56.bmp", 32, 3, bmp_rows(stored), masks=masks, header_bytes=56)
    make_bmp("rgb-without-masks.bmp", 32, 3, bmp_rows(np.dstack([COLORS[..., ::-1], ALPHA])), masks=bytes(12))


def encoded_runs(row, padding, bits):
    """Runs of equal indexes, as far as they go, and copied indexes, filled up beyond the width."""
    row = row.tolist() + [row[-1]] * padding
    runs = b""
    while row:
        count = next((i for i, index in enumerate(row) if index != row[0]), len(row))
        if count > 1 or len(row) < 5:
            runs += bytes([count, row[0] * 17 if bits == 4 else row[0]])
        else:
            count = min(len(row), 7)
            packed = pack(np.array([row[:count]]), bits, "<")
            runs += bytes([0, count]) + packed + b"\0" * (len(packed) % 2)
        row = row[count:]
    return runs + b"\0\0"


def make_run_length_bmps():
    palette = b"".join(bytes(color) + b"\0" for color in RANDOM.integers(0, 256, (16, 3)).tolist())
    make_bmp("palette-4-bits.bmp", 4, 0, bmp_rows(np.array([list(pack(row[None] >> 4, 4, "<")) for row in GREY], np.uint8)), palette)
    runs = b""
    for row in GREY[::-1] >> 4:
        runs += b"".join(bytes([1, index]) for index in row.tolist()) + b"\0\0"
    make_bmp("palette-rle-8.bmp", 8, 1, runs + b"\0\1", palette * 16)

    indexes = GREY >> 4
    indexes[3:8, 5:12] = 9
    colors = np.frombuffer(palette, np.uint8).reshape(16, 4)[:, 2::-1]
    shown = colors[indexes]
    for bits, padding in ((8, 1), (4, 1), (4, 9)):
        runs = b"".join(encoded_runs(row, padding, bits) for row in indexes[::-1]) + b"\0\1"
        name = f"palette-rle-{bits}-padded-by-{padding}.bmp"
        make_bmp(name, bits, 1 if bits == 8 else 2, runs, palette, pixels=shown, colors=16)
    # skips what is of index 0, and ends before the last rows
    skipped = np.zeros_like(indexes)
    skipped[6:9, 4:9] = 5
    skipped[9, 2:4] = 6
    runs = bytes([0, 2, 2, 7, 2, 6, 0, 2, 0, 1, 0, 5, 5, 5, 5, 5, 5, 0, 0, 0])
    runs += bytes([0, 2, 4, 0, 5, 5, 0, 0, 0, 2, 4, 0, 5, 5, 0, 0, 0, 1])
    make_bmp("palette-rle-8-jumps.bmp", 8, 1, runs, palette, pixels=colors[skipped], colors=16)
    runs = b"".join(encoded_runs(row, 1, 8) for row in indexes) + b"\0\1"
    make_bmp("palette-rle-8-top-down.bmp", 8, 1, runs, palette, pixels=shown, colors=16, top_down=True)


def make_os2_bmps():
    palette = b"".join(bytes(color) for color in RANDOM.integers(0, 256, (16, 3)).tolist())
    data = bmp_rows(np.array([list(pack(row[None] >> 4, 4, "<")) for row in GREY], np.uint8))
    start = 26 + len(palette)
    header = b"BM" + struct.pack("<IHHIIHHHH", start + len(data), 0, 0, start, 12, WIDTH, HEIGHT, 1, 4)
    (FOLDER / "palette-os2.bmp").write_bytes(header + palette + data)
    expect_pillow("palette-os2.bmp")
    make_bmp("rgb-os2-header-64.bmp", 24, 0, bmp_rows(COLORS[..., ::-1]), header_bytes=64)
    make_bmp("rgb-os2-header-16.bmp", 24, 0, bmp_rows(COLORS[..., ::-1]), header_bytes=16, pixels=COLORS)


def make_truncated():
    """Images cut to so many percent of their bytes, and what Pillow makes of what is left."""
    folder = FOLDER / "truncated"
    folder.mkdir(exist_ok=True)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    large = Image.fromarray(np.tile(COLORS, (3, 3, 1)))
    for name, options in {
        "rgb.jpg": {"quality": 90}, "rgb-restarts.jpg": {"restart_marker_blocks": 1}, "grey.jpg": {},
        "rgb-progressive.jpg": {"progressive": True}, "cmyk.jpg": {}, "rgb.png": {}, "palette.png": {}, "rgb.bmp": {},
    }.items():
        mode = {"grey": "L", "cmyk": "CMYK", "palette": "P"}.get(name.split(".")[0], "RGB")
        buffer = io.BytesIO()
        large.convert(mode).save(buffer, {"jpg": "JPEG", "png": "PNG", "bmp": "BMP"}[name[-3:]], **options)
        data = buffer.getvalue()
        # where a file is cut between two scans, Pillow shows nothing at all
        percent = 50 if "progressive" in options else 70
        (folder / name).write_bytes(data[: len(data) * percent // 100])
        expect_pillow("truncated/" + name)
        if name == "rgb.jpg":
            (folder / "nearly-whole.jpg").write_bytes(data[:-30])
            expect_pillow("truncated/nearly-whole.jpg")
    ImageFile.LOAD_TRUNCATED_IMAGES = False


def make_resampled():
    folder = FOLDER / "resampled"
    folder.mkdir(exist_ok=True)
    with Image.open(FOLDER / "rgb.png") as image:
        for filter in Image.Resampling:
            if filter.name == "HAMMING":
                continue
            for size in ((11, 7), (50, 41), (1, 1), (23, 5), (7, 40)):
                pixels = image.resize(size, filter).tobytes()
                (folder / f"{filter.name}-{size[0]}x{size[1]}.rgb").write_bytes(pixels)


def sampled_bilinear(pixels, size):
    def taps(source, wanted):
        at = np.clip((np.arange(wanted) + 0.5) * source / wanted - 0.5, 0, source - 1)
        first = np.minimum(at.astype(int), max(source - 2, 0))
        return first, np.minimum(first + 1, source - 1), at - first

    left, right, across = taps(pixels.shape[1], size[0])
    top, bottom, down = taps(pixels.shape[0], size[1])
    across, down = across[None, :, None], down[:, None, None]
    wide = pixels[:, left] * (1 - across) + pixels[:, right] * across
    return np.rint(wide[top] * (1 - down) + wide[bottom] * down).astype(np.uint8)


def make_letterboxes():
    """By the arithmetic of Ultralytics' ClassifyLetterBox."""
    with Image.open(FOLDER / "rgb.png") as image:
        pixels = np.array(image)
        for width, height in ((16, 16), (31, 40), (60, 41), (9, 4), (3, 64)):
            ratio = min(height / pixels.shape[0], width / pixels.shape[1])
            size = max(1, round(pixels.shape[1] * ratio)), max(1, round(pixels.shape[0] * ratio))
            top, left = round((height - size[1]) / 2 - 0.1), round((width - size[0]) / 2 - 0.1)
            averaged = np.array(image.resize(size, Image.Resampling.BILINEAR))
            for name, scaled in (("averaged", averaged), ("sampled", sampled_bilinear(pixels, size))):
                box = np.full((height, width, 3), (114, 20, 200), np.uint8)
                box[top : top + size[1], left : left + size[0]] = scaled
                (FOLDER / "resampled" / f"letterbox-{name}-{width}x{height}.rgb").write_bytes(box.tobytes())


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    make_with_pillow()
    make_tiffs()
    make_run_length_bmps()
    make_bit_field_bmps()
    make_os2_bmps()
    make_resampled()
    make_letterboxes()
    make_truncated()
