"""Draws what does not move: sky or hall, ground, the place's furniture and the hoop.

Pictures are float32 [height, width, 3] in 0 to 255; X and Y are the place of
every pixel in picture heights, Y downwards.
"""

import numpy as np

from physics import BOARD_HIGH, RIM_HALF, RIM_THICKNESS, board_x

FLOOR = .86  # where y = 0 lies in the picture
HORIZON = .66
SKY = {"day": ((96, 168, 236), (198, 228, 248)), "sunset": ((92, 52, 120), (252, 158, 84)),
       "night": ((8, 10, 34), (34, 40, 84))}
GROUND = {
    ("court", "day"): ((150, 148, 140), (112, 110, 104)), ("court", "sunset"): ((140, 96, 84), (88, 58, 66)),
    ("court", "night"): ((52, 54, 74), (26, 28, 44)), ("beach", "day"): ((236, 214, 160), (206, 176, 120)),
    ("beach", "sunset"): ((206, 146, 110), (150, 96, 84)), ("beach", "night"): ((84, 82, 96), (54, 52, 70)),
    ("gym", "day"): ((206, 152, 96), (166, 112, 64)), ("gym", "sunset"): ((186, 122, 78), (136, 82, 52)),
    ("gym", "night"): ((112, 80, 62), (72, 50, 44)),
}
WALL = {"day": ((214, 208, 196), (190, 182, 168)), "sunset": ((198, 158, 138), (164, 124, 112)),
        "night": ((84, 84, 100), (60, 60, 78))}
SEA = {"day": ((40, 120, 190), (80, 170, 210)), "sunset": ((90, 60, 110), (220, 130, 100)),
       "night": ((12, 20, 52), (30, 44, 84))}
LAMP = {"day": (.2, .14, .06, (255, 244, 190)), "sunset": (.74, .62, .13, (255, 222, 160)),
        "night": (.82, .15, .05, (236, 238, 220))}  # x, y, radius, colour of sun or moon
BRIGHTNESS = {"day": 1., "sunset": .9, "night": .74}


def inside(distance, soft):
    """1 inside a shape, 0 outside, with an edge `soft` wide; distance < 0 is inside."""
    return np.clip(.5 - distance / soft, 0, 1)


def box_distance(X, Y, x, y, half_width, half_height):
    return np.maximum(np.abs(X - x) - half_width, np.abs(Y - y) - half_height)


def paint(picture, mask, colour):
    return picture + (np.asarray(colour, np.float32) - picture) * mask[..., None]


def _ramp(share, colours, bands):
    """Colours from top to bottom; with `bands` in flat steps, as cel painting has them."""
    share = np.clip(share, 0, 1)
    if bands:
        share = np.floor(share * bands) / (bands - 1)
    top, bottom = (np.array(c, np.float32) for c in colours)
    return top + (bottom - top) * np.clip(share, 0, 1)[..., None]


def background(spec, hoop, X, Y, soft):
    """The whole scene without the things that move."""
    flat = spec.style == "anime"
    ground = _ramp((Y - HORIZON) / (1 - HORIZON), GROUND[spec.place, spec.light], 2 if flat else 0)
    if spec.place == "gym":
        picture = _hall(spec, X, Y, soft, flat)
    else:
        picture = _open_air(spec, X, Y, soft, flat)
    picture = picture + (ground - picture) * inside(HORIZON - Y, soft)[..., None]
    if hoop:
        picture = _hoop_back(picture, spec, hoop, X, Y, soft)
    return picture.astype(np.float32)


def _open_air(spec, X, Y, soft, flat):
    sky = _ramp(Y / HORIZON, SKY[spec.light], 4 if flat else 0)
    x, y, radius, colour = LAMP[spec.light]
    sky = paint(sky, inside(np.hypot(X - x, Y - y) - radius, soft), colour)
    if spec.place == "beach":
        top = .54
        sea = _ramp((Y - top) / (HORIZON - top), SEA[spec.light], 2 if flat else 0)
        return sky + (sea - sky) * inside(top - Y, soft)[..., None]
    ridge = HORIZON - .05 - .04 * np.sin(X * 5. + .6) - .02 * np.sin(X * 13.)
    hills = np.array(SKY[spec.light][1]) * .55 + np.array(GROUND["court", spec.light][1]) * .2
    return paint(sky, inside(ridge - Y, soft), hills)


def _hall(spec, X, Y, soft, flat):
    """A wall with three windows that show the sky's colour, and a dark skirting board."""
    wall = _ramp(Y / HORIZON, WALL[spec.light], 2 if flat else 0)
    for x in (.2, .5, .8):
        wall = paint(wall, inside(box_distance(X, Y, x, .16, .095, .075), soft), SKY[spec.light][1])
    return paint(wall, inside(np.abs(Y - HORIZON + .02) - .02, soft), np.array(WALL[spec.light][1]) * .5)


def _hoop_back(picture, spec, hoop, X, Y, soft):
    light, d = BRIGHTNESS[spec.light], spec.direction
    x, rim = hoop[0], FLOOR - hoop[1]
    board = board_x(x, d) + d * .014
    pole = np.maximum(np.abs(X - board - d * .035) - .015, np.maximum(rim - .1 - Y, Y - FLOOR))
    picture = paint(picture, inside(pole, soft), np.array((90, 92, 98)) * light)
    picture = paint(picture, inside(box_distance(X, Y, board, rim - BOARD_HIGH / 2, .016, BOARD_HIGH / 2), soft),
                    np.array((236, 236, 240)) * light)
    return picture


def hoop_front(spec, hoop, X, Y, soft):
    """The net and the ring, drawn over a ball that falls through: colour [h, w, 3] and cover [h, w, 1]."""
    light = BRIGHTNESS[spec.light]
    x, rim = hoop[0], FLOOR - hoop[1]
    taper = RIM_HALF - .3 * np.clip(Y - rim, 0, 1)
    net = inside(np.maximum(np.abs(X - x) - taper, np.maximum(rim - Y, Y - rim - .13)), soft) * .4
    ring = inside(box_distance(X, Y, x, rim, RIM_HALF + RIM_THICKNESS, RIM_THICKNESS), soft)
    colour = np.broadcast_to(np.array((225, 225, 225), np.float32) * light, (*X.shape, 3))
    colour = paint(colour, ring, np.array((230, 70, 20)) * light)
    return colour.astype(np.float32), np.maximum(net, ring)[..., None].astype(np.float32)
