"""Moves the things of a clip: gravity, bounces, rolling, the rim and the backboard.

One gravity for every clip. Contacts are found in steps of 1/480 s, reported as
events with their time, strength and place, and heard in foley.py.
"""

from dataclasses import dataclass, field

import numpy as np

from world import FPS, FRAMES

GRAVITY = 1.8  # picture heights per second squared
SUBSTEPS = 20
RADIUS = {True: .115, False: .08}  # big, small; half the side for a box
SHOT_RADIUS = {True: .095, False: .075}  # shots need room in the ring
BALL_BOUNCE = .76
BOX_BOUNCE = .18
RIM_BOUNCE = .62
BOARD_BOUNCE = .6
REST_SPEED = .14  # slower impacts end the bouncing
RIM_HEIGHT = .44
RIM_HALF = .155  # half the width of the ring
RIM_THICKNESS = .012
BOARD_LOW, BOARD_HIGH = .0, .24  # above the rim


@dataclass
class Event:
    """A contact: kind is hit, thud, clang, knock, swish or clack; strength 0 to 1."""

    time: float
    kind: str
    strength: float
    x: float


@dataclass
class Motion:
    """paths: float32 [49, things, 2]; rolling: speed on the floor [49]; hoop: (x, y) of the ring or None."""

    paths: np.ndarray
    radius: float
    rolling: np.ndarray
    hoop: tuple | None
    events: list = field(default_factory=list)


def hoop_place(direction):
    return .5 + .16 * direction, RIM_HEIGHT


def board_x(hoop_x, direction):
    """The face of the backboard, on the far side of the ring."""
    return hoop_x + direction * (RIM_HALF + .045)


def _start(spec, rng, radius):
    """Places and speeds [things, 4] (x, y, vx, vy) at the first frame."""
    d = spec.direction
    if spec.action == "drop":
        drift = 0. if spec.thing == "box" else rng.uniform(-.06, .06)
        return np.array([[rng.uniform(.32, .68), rng.uniform(.48, .66), drift, 0.]])
    if spec.action == "throw":
        return np.array([[.5 - .38 * d, rng.uniform(.3, .45), d * rng.uniform(.34, .46), rng.uniform(.3, .7)]])
    if spec.action == "roll":
        return np.array([[.5 - .4 * d, radius, d * rng.uniform(.36, .5), 0.]])
    if spec.action == "collide":
        speed = rng.uniform(.34, .44)
        return np.array([[.14, radius, speed, 0.], [.86, radius, -speed * rng.uniform(.85, 1.), 0.]])
    return _shot(spec, rng, radius)


def _shot(spec, rng, radius):
    """A throw that reaches the height of the ring at a chosen distance from its middle."""
    d = spec.direction
    hoop_x, hoop_y = hoop_place(d)
    x, y = .5 - d * rng.uniform(.28, .36), rng.uniform(.3, .42)
    top = rng.uniform(.7, .76)
    rise = np.sqrt(2 * GRAVITY * (top - y))
    flight = rise / GRAVITY + np.sqrt(2 * (top - hoop_y) / GRAVITY)
    if spec.action == "score":
        aim = rng.uniform(-.01, .02)
    else:
        aim = rng.choice([-1, 1]) * rng.uniform(RIM_HALF - .5 * radius, RIM_HALF + .7 * radius)
    return np.array([[x, y, (hoop_x + aim * d - x) / flight, rise]])


def simulate(spec):
    """Runs the clip; shots are drawn again until they score or miss as the caption says."""
    rng = np.random.default_rng(spec.seed)
    for _ in range(200):
        motion = _run(spec, rng)
        kinds = {event.kind for event in motion.events}
        if spec.action == "score" and kinds & {"clang", "knock"}:
            continue
        if spec.action == "score" and "swish" not in kinds:
            continue
        if spec.action == "miss" and ("swish" in kinds or "clang" not in kinds):
            continue
        return motion
    raise RuntimeError(f"no {spec.action} found for seed {spec.seed}")


def _run(spec, rng):
    shot = spec.action in ("score", "miss")
    radius = (SHOT_RADIUS if shot else RADIUS)[spec.big]
    bodies = _start(spec, rng, radius)
    hoop = hoop_place(spec.direction) if shot else None
    motion = Motion(np.zeros((FRAMES, len(bodies), 2), np.float32), radius, np.zeros(FRAMES, np.float32), hoop)
    dt = 1 / (FPS * SUBSTEPS)
    for frame in range(FRAMES):
        motion.paths[frame] = bodies[:, :2]
        on_floor = (bodies[:, 1] <= radius + .003) & (np.abs(bodies[:, 3]) < REST_SPEED)
        motion.rolling[frame] = np.abs(bodies[on_floor, 2]).sum()
        for step in range(SUBSTEPS):
            _step(spec, motion, bodies, (frame + step / SUBSTEPS) / FPS, dt)
    return motion


def _step(spec, motion, bodies, time, dt):
    """Semi-implicit Euler with contacts; changes `bodies` and adds to the events."""
    for body in bodies:
        above = hoop_side(motion, body)
        body[3] -= GRAVITY * dt
        body[:2] += body[2:] * dt
        _floor(spec, motion, body, time, dt)
        if motion.hoop:
            _rim(motion, body, time)
            _board(spec, motion, body, time)
            if above and not hoop_side(motion, body) and abs(body[0] - motion.hoop[0]) < RIM_HALF - .5 * motion.radius:
                body[2:] *= (.3, .6)  # the net takes the speed
                motion.events.append(Event(time, "swish", .6, body[0]))
    if len(bodies) == 2:
        _collide(motion, bodies, time)


def hoop_side(motion, body):
    """True while the middle of the body is above the ring."""
    return motion.hoop is not None and body[1] > motion.hoop[1]


def _floor(spec, motion, body, time, dt):
    if body[1] >= motion.radius:
        return
    body[1] = motion.radius
    impact = -body[3]
    if impact > REST_SPEED:
        box = spec.thing == "box"
        body[3] = impact * (BOX_BOUNCE if box else BALL_BOUNCE)
        motion.events.append(Event(time, "thud" if box else "hit", min(1., impact / 1.3), body[0]))
    else:
        body[3] = 0.
        body[2] *= 1 - .12 * dt


def _rim(motion, body, time):
    """The ring is seen from its side: its two ends are where a ball can touch it."""
    for end in (-RIM_HALF, RIM_HALF):
        away = body[:2] - (motion.hoop[0] + end, motion.hoop[1])
        distance = np.hypot(*away)
        if distance >= motion.radius + RIM_THICKNESS:
            continue
        normal = away / distance
        speed = -(body[2:] @ normal)
        if speed > 0:
            body[2:] += (1 + RIM_BOUNCE) * speed * normal
            if speed > .1:
                motion.events.append(Event(time, "clang", min(1., .35 + speed / 1.5), body[0]))


def _board(spec, motion, body, time):
    d = spec.direction
    beyond = d * (body[0] - board_x(motion.hoop[0], d)) + motion.radius
    if BOARD_LOW < body[1] - motion.hoop[1] < BOARD_HIGH and 0 < beyond < motion.radius and d * body[2] > 0:
        motion.events.append(Event(time, "knock", min(1., .4 + abs(body[2])), body[0]))
        body[2] *= -BOARD_BOUNCE


def _collide(motion, bodies, time):
    """Equal masses swap their speeds, less a little."""
    gap = bodies[1, 0] - bodies[0, 0] - 2 * motion.radius
    if gap < 0 and bodies[0, 2] > bodies[1, 2]:
        strength = min(1., .3 + .7 * (bodies[0, 2] - bodies[1, 2]))
        bodies[0, 2], bodies[1, 2] = bodies[1, 2] * .85, bodies[0, 2] * .85
        motion.events.append(Event(time, "clack", strength, (bodies[0, 0] + bodies[1, 0]) / 2))
