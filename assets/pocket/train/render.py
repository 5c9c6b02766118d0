"""Draws a clip: the scene through the camera, then shadows, things, the hoop's front and the style."""

import numpy as np
import torch

import scenery
from scenery import BRIGHTNESS, FLOOR, inside
from world import COLOURS, FRAMES, SIZE

FOCUS = (.5, .58)  # the point that a push in moves towards
PUSH = .3  # share by which things grow over the clip
PAN = .2  # picture widths over the clip
CANVAS = 200  # pixels of the oversized scene that a moving camera looks at
CANVAS_LOW, CANVAS_HIGH = -.15, 1.15
SOFT = np.float32(1.4 / SIZE)
OUTLINE = (20, 16, 24)

_axis = (np.arange(SIZE, dtype=np.float32) + .5) / SIZE
_X, _Y = np.meshgrid(_axis, _axis)


def camera_path(spec):
    """Zoom [49] and sideways shift [49] of the camera."""
    along = np.linspace(0, 1, FRAMES, dtype=np.float32)
    zoom = 1 + PUSH * along if spec.camera == "push" else np.ones(FRAMES, np.float32)
    side = 1 if spec.seed % 2 else -1
    shift = (along - .5) * PAN * side if spec.camera == "pan" else np.zeros(FRAMES, np.float32)
    return zoom, shift


def render(spec, motion):
    """uint8 [49, 96, 96, 3]."""
    zoom, shift = camera_path(spec)
    frames = _through_camera(spec, lambda X, Y, soft: scenery.background(spec, motion.hoop, X, Y, soft), zoom, shift)
    columns = (_axis[None] - FOCUS[0]) / zoom[:, None] + FOCUS[0] + shift[:, None]
    rows = (_axis[None] - FOCUS[1]) / zoom[:, None] + FOCUS[1]
    for frame in range(FRAMES):
        for x, y in motion.paths[frame]:
            _shadow(frames[frame], columns[frame], rows[frame], x, y, motion.radius)
        for number, (x, y) in enumerate(motion.paths[frame]):
            colour = COLOURS[spec.other_colour if number else spec.colour]
            _thing(frames[frame], columns[frame], rows[frame], x, FLOOR - y, motion.radius, colour, spec)
    if motion.hoop:
        front = _through_camera(spec, lambda X, Y, soft: np.concatenate(scenery.hoop_front(
            spec, motion.hoop, X, Y, soft), -1), zoom, shift)
        frames += (front[..., :3] - frames) * front[..., 3:]
    return _styled(frames, spec.style)


def things_on_screen(spec, motion):
    """Place and radius of the things as the camera sees them: float32 [49, 2, 3], x and y from the upper left corner.

    A clip with one thing has radius 0 for the second.
    """
    zoom, shift = camera_path(spec)
    seen = np.zeros((FRAMES, 2, 3), np.float32)
    for number in range(motion.paths.shape[1]):
        x, y = motion.paths[:, number].T
        seen[:, number, 0] = (x - FOCUS[0] - shift) * zoom + FOCUS[0]
        seen[:, number, 1] = (FLOOR - y - FOCUS[1]) * zoom + FOCUS[1]
        seen[:, number, 2] = motion.radius * zoom
    return seen


def _through_camera(spec, draw, zoom, shift):
    """float32 [49, 96, 96, channels]; draw(X, Y, soft) paints one picture."""
    if spec.camera == "static":
        return np.repeat(draw(_X, _Y, SOFT)[None], FRAMES, 0)
    width = CANVAS_HIGH - CANVAS_LOW
    axis = (np.arange(CANVAS, dtype=np.float32) + .5) / CANVAS * width + CANVAS_LOW
    canvas = torch.from_numpy(draw(*np.meshgrid(axis, axis), np.float32(1.2 / SIZE)).astype(np.float32))
    x = (_X[None] - FOCUS[0]) / zoom[:, None, None] + FOCUS[0] + shift[:, None, None]
    y = (_Y[None] - FOCUS[1]) / zoom[:, None, None] + FOCUS[1] + 0 * shift[:, None, None]
    grid = torch.from_numpy(((np.stack([x, y], -1) - CANVAS_LOW) / width * 2 - 1).astype(np.float32))
    looks = torch.nn.functional.grid_sample(canvas.permute(2, 0, 1)[None].expand(FRAMES, -1, -1, -1), grid,
                                            align_corners=False, padding_mode="border")
    return looks.permute(0, 2, 3, 1).contiguous().numpy()


def _window(columns, rows, x, y, half_width, half_height):
    """The pixels around a place: slices, and their X and Y."""
    left, right = np.searchsorted(columns, (x - half_width, x + half_width))
    top, bottom = np.searchsorted(rows, (y - half_height, y + half_height))
    return (slice(top, bottom), slice(left, right)), columns[None, left:right], rows[top:bottom, None]


def _shadow(frame, columns, rows, x, y, radius):
    """Flatter and fainter the higher the thing is."""
    height = min(max((y - radius) / .6, 0), 1)
    where, X, Y = _window(columns, rows, x, FLOOR, radius * 1.3, radius * .5)
    spread = ((X - x) / (radius * 1.05)) ** 2 + ((Y - FLOOR - .005) / (radius * .28)) ** 2
    frame[where] *= (1 - np.clip(1.25 - spread, 0, 1) * (.62 - .4 * height))[..., None]


def _thing(frame, columns, rows, x, y, radius, colour, spec):
    where, X, Y = _window(columns, rows, x, y, radius * 1.35, radius * 1.35)
    across, down = (X - x) / radius, (Y - y) / radius
    box = spec.thing == "box"
    reach = np.maximum(np.abs(across), np.abs(down)) if box else np.hypot(across, down)
    if box:
        shade = np.where(np.abs(across) < .72, .78, .5) * np.where(np.abs(down) < .72, 1, .8)
    else:
        shade = np.clip(-.45 * across - .6 * down + .66 * np.sqrt(np.clip(1 - reach ** 2, 0, 1)), 0, 1)
    colour = np.array(colour, np.float32)
    picture = frame[where]
    if spec.style == "anime":
        skin = colour * np.where(shade > .42, 1., .62)[..., None]
        if not box:
            skin = np.where(((across + .35) ** 2 + (down + .42) ** 2 < .045)[..., None], 255., skin)
        picture = scenery.paint(picture, inside((reach - 1.16) * radius, SOFT), OUTLINE)
    else:
        gleam = 0 * shade if box else 150 * shade ** 18
        skin = colour * ((.3 + .8 * shade) * BRIGHTNESS[spec.light])[..., None] + gleam[..., None]
    frame[where] = picture + (skin - picture) * inside((reach - 1) * radius, SOFT)[..., None]


def _styled(frames, style):
    if style == "cinematic":  # warm grade and a wide frame
        frames = frames * np.array((1.265, 1.127, .943), np.float32) - 26
        frames[:, :12] = 0
        frames[:, -12:] = 0
    elif style == "retro":  # big pixels of few colours
        blocks = frames.reshape(FRAMES, SIZE // 4, 4, SIZE // 4, 4, 3).mean((2, 4))
        frames = np.repeat(np.repeat(np.round(blocks / 51) * 51, 4, 1), 4, 2)
    elif style == "anime":
        grey = frames.mean(-1, keepdims=True)
        frames = grey + (frames - grey) * 1.25
    return np.clip(frames, 0, 255).astype(np.uint8)
