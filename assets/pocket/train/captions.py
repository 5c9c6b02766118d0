"""Puts a Spec into words, in one of several ways each; all lower case."""

LIGHT = {"day": ("in daylight", "on a sunny day"), "sunset": ("at sunset", "during a golden sunset"),
         "night": ("at night", "on a dark night")}
PLACE = {"court": ("on an open court", "outdoors on a court"), "beach": ("on the beach", "on a sandy beach"),
         "gym": ("in a gym", "indoors in a gym")}
CAMERA = {"static": ("static camera", ""), "pan": ("the camera pans", "slow pan"),
          "push": ("slow push in", "the camera pushes in")}
STYLE = {"realistic": ("realistic", ""), "anime": ("anime style", "anime"),
         "retro": ("retro style", "retro pixel art"), "cinematic": ("cinematic", "cinematic film")}


def _event(spec, motion, pick):
    size = pick("big", "large") if spec.big else "small"
    thing = f"a {size} {spec.colour} {spec.thing}"
    start, end = ("left", "right") if spec.direction > 0 else ("right", "left")
    if spec.thing == "box":
        return f"{thing} " + pick("drops on the floor with a thud", "falls and lands with a thud")
    if spec.action == "drop":
        return f"{thing} " + pick("drops and bounces", "falls and bounces on the floor", "drops on the floor and bounces")
    if spec.action == "throw":
        return f"{thing} " + pick(f"is thrown from the {start} and bounces to the {end}", f"thrown from the {start} bounces")
    if spec.action == "roll":
        return f"{thing} " + pick(f"rolls from the {start} to the {end}", f"rolling from the {start}", f"rolls to the {end}")
    if spec.action == "score":
        return f"{thing} " + pick("goes into the hoop", "is shot into the basketball hoop and scores")
    if spec.action == "miss":
        board = any(event.kind == "knock" for event in motion.events)
        if board and pick(True, False):
            return f"{thing} hits the backboard and misses the hoop"
        return f"{thing} " + pick("hits the rim and misses the hoop", "misses the hoop and bounces off the rim")
    return pick(f"{thing} and a {spec.other_colour} ball collide", f"{thing} collides with a {spec.other_colour} ball")


def caption(spec, motion, rng):
    """One caption; rng chooses the wording, so that a clip seen twice may be told twice."""
    def pick(*ways):
        return ways[rng.integers(len(ways))]

    first = f"{_event(spec, motion, pick)} {pick(*PLACE[spec.place])}"
    rest = (pick(*LIGHT[spec.light]), pick(*CAMERA[spec.camera]), pick(*STYLE[spec.style]))
    return ", ".join(part for part in (first, *rest) if part)
