"""Recipes of the picture seeds: digits, textures, pictograms."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from PIL import Image
from sklearn import datasets

from seed import CC0, CC_BY, UCI, Seed, node_file, python_file, random_split, split_where, stream


def digits() -> Seed:
    raw = datasets.load_digits()
    order = stream("tiny-digits/rows").permutation(len(raw.target))[:500]
    frame = pd.DataFrame({"digit": [f"d{label}" for label in raw.target[order]]})
    frame["pixels"] = order
    train, test = random_split("tiny-digits", frame, 300)
    images = {}
    for part in (train, test):
        for key, source in zip(part["id"], part["pixels"]):
            images[key] = np.clip(raw.images[source] * 16, 0, 255).astype(np.uint8)
        part["image"] = [f"images/{key}.png" for key in part["id"]]
    return Seed(
        slug="tiny-digits", title="Read a digit from sixty-four pixels", modality="image", task="multiclass",
        metric="accuracy", direction="maximize", target="digit",
        source=UCI + "80/optical+recognition+of+handwritten+digits", licence=CC_BY,
        attribution="Alpaydin, E. & Kaynak, C. (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning "
        "Repository. doi:10.24432/C50P49",
        story="A form reader stores each hand-written digit as a grey picture of 8 by 8 pixels. Read them with only two "
        "hundred labelled examples.",
        evaluation="Accuracy. Predict one of the labels d0 to d9.",
        columns={"image": "path of the picture, 8 x 8 grey PNG"},
        train=train[["id", "image", "digit"]], test=test[["id", "image", "digit"]], baseline="d0", images=images,
    )


def with_pictures(parts: tuple[pd.DataFrame, pd.DataFrame], pixels: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Name a picture after its row's id, in place of the key in the column `image`."""
    images = {}
    for part in parts:
        images |= {key: pixels[source] for key, source in zip(part["id"], part["image"])}
        part["image"] = [f"images/{key}.png" for key in part["id"]]
    return images


def halved(pixels: np.ndarray) -> np.ndarray:
    """Means of two by two pixels."""
    height, width = pixels.shape[:2]
    return pixels.reshape(height // 2, 2, width // 2, 2, *pixels.shape[2:]).mean(axis=(1, 3))


PATCH = 48


def ground_textures() -> Seed:
    """Fifty patches of the left part of each of three photographs, and fifty of the right part, which are hidden.

    The photographs are `skimage/data/brick.png`, `grass.png` and `gravel.png`, 512 x 512. A patch of 48 x 48 pixels
    becomes 24 x 24 of one mean brightness and contrast; 32 pixels lie between the two parts.
    """
    rows, pixels = [], {}
    for name in ("brick", "grass", "gravel"):
        photo = np.asarray(Image.open(python_file("scikit-image", "0.26.0", f"skimage/data/{name}.png")), dtype=float)
        for left in [*range(0, 240, PATCH), *range(272, 512, PATCH)]:
            for top in range(0, 480, PATCH):
                patch = halved(photo[top : top + PATCH, left : left + PATCH])
                patch = (patch - patch.mean()) / max(patch.std(), 1e-9) * 45 + 128
                key = f"{name}/{left}/{top}"
                pixels[key] = np.clip(np.rint(patch), 0, 255).astype(np.uint8)
                rows.append({"image": key, "surface": name, "is_test": left >= 272})
    frame = pd.DataFrame(rows)
    train, test = split_where("ground-textures", frame.drop(columns="is_test"), frame["is_test"])
    images = with_pictures((train, test), pixels)
    return Seed(
        slug="ground-textures", title="Brick, grass or gravel under the wheels", modality="image", task="multiclass",
        metric="macro-f1", direction="maximize", target="surface", source="https://ambientcg.com", licence=CC0,
        attribution="CC0Textures (Bricks25, Gravel04) and linolafett (Grass 01), cut to size by scikit-image",
        story="A delivery robot looks straight down with one small grey camera and has to know what it is driving on: "
        "brick gives grip, gravel slips, and on the grass it is not allowed. Its exposure control makes every picture "
        "equally bright, so brightness gives nothing away.\n\n"
        "Tell from a picture of 24 by 24 pixels which surface it shows.",
        evaluation="Macro-averaged F1 over the three surfaces. Predict one label per picture.",
        about="All pictures of one surface are from the same place, but the test pictures are of another part of the ground "
        "than the training pictures, and no two pictures overlap.",
        submission="For each `id` of `test.csv` give brick, grass or gravel.",
        columns={"image": "path of the picture, 24 x 24 grey PNG"}, train=train, test=test, baseline="brick", images=images,
    )


def pictograms() -> Seed:
    """220 pictures of `emoji-datasource-twitter` 16.0.0, half of them of animals and plants; 90 are hidden.

    Fruit and vegetables are left out, as they are both food and plant. The pictures of 64 x 64 pixels are laid on
    white and made smaller, to 16 x 16, by means of four by four.
    """
    listed = json.loads(node_file("emoji-datasource-twitter", "16.0.0", "emoji.json").read_text())
    kinds = {"Animals & Nature": 1, "Food & Drink": 0, "Objects": 0, "Travel & Places": 0, "Activities": 0}
    fruit = {"food-fruit", "food-vegetable"}
    known = [
        one for one in listed if one["has_img_twitter"] and one["category"] in kinds and one["subcategory"] not in fruit
    ]
    known = pd.DataFrame({"image": [one["image"] for one in known], "living": [kinds[one["category"]] for one in known]})
    chosen = []
    for label, part in known.groupby("living"):
        chosen.append(part.iloc[stream(f"living-pictograms/{label}").permutation(len(part))[:110]])
    train, test = random_split("living-pictograms", pd.concat(chosen).sort_values("image"), 90)
    pixels = {}
    for name in known["image"]:
        path = node_file("emoji-datasource-twitter", "16.0.0", f"img/twitter/64/{name}")
        layers = np.asarray(Image.open(path).convert("RGBA"), dtype=float)
        alpha = layers[..., 3:] / 255
        pixels[name] = np.rint(halved(halved(layers[..., :3] * alpha + 255 * (1 - alpha)))).astype(np.uint8)
    images = with_pictures((train, test), pixels)
    return Seed(
        slug="living-pictograms", title="Is the pictogram alive?", modality="image", task="binary", metric="auc",
        direction="maximize", target="living", source="https://github.com/jdecked/twemoji", licence=CC_BY,
        attribution="Twitter, Inc. and other contributors, Twemoji graphics 16.0.1, scaled down and laid on white",
        story="A maker of picture books for small children sorts thousands of little drawings into two boxes: things that "
        "live and things that do not. The drawings arrive as thumbnails of 16 by 16 pixels, in colour, and somebody has "
        "to look at each.\n\n"
        "Rank the drawings by the chance that they show an animal or a plant.",
        evaluation="Area under the ROC curve of the predicted probability that the drawing shows something alive.",
        about="Half of the drawings show animals, real or fabled, or plants; the others show dishes, objects, places, "
        "vehicles and games. No drawing occurs twice.",
        submission="For each `id` of `test.csv` give the probability that the drawing shows something alive.",
        columns={"image": "path of the picture, 16 x 16 colour PNG"}, train=train, test=test, baseline=0.5, images=images,
    )
