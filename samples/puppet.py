"""A face that speaks: the picture of an astronaut, cut out, bent and drawn before a plain wall.

The picture is `skimage.data.astronaut()`, a portrait by NASA in the public domain. All places in it are pixels of that
picture (512 x 512).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from skimage import data

from samples.motion import Motion

WIDTH, HEIGHT = 640, 480
SCALE = 1.6  # pixels of the video for one of the picture
TOP = 40  # rows added above the picture
LEFT_OF_VIEW, TOP_OF_VIEW = 24, -18  # the picture's place in the video's corner
CHIN = 185  # the row below which the suit begins
ORANGE = (14, 120)  # hue below, saturation above, as OpenCV counts them
NECK = (224.0, 185.0)
HEAD = (224.0, 92.0, 92.0, 100.0)  # centre and half axes
NOSE = (224.0, 125.0)
REACH = (3.0, 11.0, 4.0)  # how far the whole head, the face and the nose move in a full turn
EYES = ((203.0, 101.0), (247.5, 103.0))
EYE_HALF = (11.0, 4.4)
GLANCE = 6.5  # how far an iris moves
MOUTH = (224.0, 149.3)  # the middle of the upper teeth's edge
MOUTH_HALF = 23.0
CORNERS = ((203.0, 140.0), (246.5, 139.5))
JAW_DROP = 5.5
NARROWING = 5.0  # how far they move towards each other then
SINK = 6.0  # how far the smile's corners sink when nothing of it is left
SHUT = 0.3  # a jaw drop that shows nothing of the mouth's inside
MOUTH_INSIDE = (66, 26, 28)

Image = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Look:
    """What tells the candidates apart: two colours of the wall (RGB), the suit's hue and the light's tint."""

    wall: tuple[tuple[int, int, int], tuple[int, int, int]]
    hue: int  # turn of the hue, in units of 2 degrees
    saturation: float
    tint: tuple[float, float, float]
    mirrored: bool = False


LOOKS = {
    "strong": Look(((206, 216, 222), (150, 166, 178)), 102, 0.55, (0.99, 1.0, 1.02)),
    "middling": Look(((222, 212, 196), (178, 162, 140)), 65, 0.45, (1.03, 1.0, 0.95), mirrored=True),
    "weak": Look(((176, 186, 172), (112, 124, 112)), 0, 0.35, (0.95, 0.96, 0.96)),
}


def _smooth(value: Field, low: float, high: float) -> Field:
    """Rise from 0 at `low` to 1 at `high` without a kink."""
    at = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(at * at * (3 - 2 * at), np.float32)


def cut_out(picture: Image) -> Image:
    """Give the person's alpha, 0..255, by GrabCut from a rough outline."""
    mask = np.full(picture.shape[:2], cv2.GC_BGD, np.uint8)
    head = [(150, 60), (165, 25), (225, 8), (290, 40), (306, 95), (285, 130), (262, 185), (190, 185), (170, 130)]
    body = [(0, 512), (20, 400), (40, 290), (100, 215), (110, 170), (190, 145), (262, 150), (310, 215), (365, 330)]
    for outline in (head, [*body, (365, 512)]):
        cv2.fillPoly(mask, [np.array(outline)], cv2.GC_PR_FGD)
    face = [(165, 90), (180, 40), (225, 28), (275, 50), (290, 95), (265, 130), (250, 175), (195, 175), (180, 130)]
    suit = [(60, 400), (80, 270), (140, 230), (270, 230), (320, 270), (335, 400)]
    ring = [(136, 153), (122, 170), (115, 190), (122, 215), (150, 255), (200, 285), (260, 290), (295, 270)]
    ring += [(301, 240), (290, 210), (270, 185), (256, 178), (186, 178), (184, 152), (160, 150)]
    for outline in (face, suit, ring):
        cv2.fillPoly(mask, [np.array(outline)], cv2.GC_FGD)
    cv2.setRNGSeed(1)
    cv2.grabCut(picture, mask, None, np.zeros((1, 65)), np.zeros((1, 65)), 6, cv2.GC_INIT_WITH_MASK)
    inside = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8) * 255
    inside = cv2.erode(inside, np.ones((3, 3), np.uint8))  # the old wall shines through at the rim
    return np.asarray(cv2.GaussianBlur(inside, (0, 0), 1.0), np.uint8)


def _dyed(picture: Image, look: Look) -> Image:
    """Turn the orange of the suit, below the chin, into the look's colour."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV).astype(np.int16)
    rows = np.arange(picture.shape[0])[:, None]
    suit = (hsv[..., 0] < ORANGE[0]) & (hsv[..., 1] > ORANGE[1]) & (rows > CHIN)
    hsv[..., 0] = np.where(suit, (hsv[..., 0] + look.hue) % 180, hsv[..., 0])
    hsv[..., 1] = np.where(suit, hsv[..., 1] * look.saturation, hsv[..., 1])
    hsv[..., 2] = np.where(suit, hsv[..., 2] * 0.8, hsv[..., 2])
    return np.asarray(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB))


def _wall(look: Look) -> Field:
    """Paint a wall lit from one side, with the grain of a cheap camera."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    far = _smooth(np.hypot((x - 180) / 640, (y - 60) / 520), 0.0, 1.1)[..., None]
    light, dark = (np.array(colour, np.float32) for colour in look.wall)
    grain = np.random.default_rng(1).normal(0, 0.7, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return np.asarray(light * (1 - far) + dark * far + grain, np.float32)


class Puppet:
    """The astronaut in one `Look`, drawn frame by frame."""

    def __init__(self, look: Look) -> None:
        self._look = look
        picture = data.astronaut()
        alpha = cut_out(picture)
        colour = np.clip(_dyed(picture, look) * np.array(look.tint), 0, 255)
        layer = np.dstack([colour * (alpha[..., None] / 255.0), alpha]).astype(np.uint8)
        layer = np.pad(layer[:360], ((TOP, 0), (0, 0), (0, 0)))
        size = (round(layer.shape[1] * SCALE), round(layer.shape[0] * SCALE))
        self._layer = cv2.resize(layer, size, interpolation=cv2.INTER_CUBIC)
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        self._x, self._y = columns / SCALE, rows / SCALE - TOP
        cx, cy, rx, ry = HEAD
        self._head = 1 - _smooth(np.hypot((self._x - cx) / rx, (self._y - cy) / ry), 0.95, 1.45)
        face = np.exp(-(((self._x - cx) / 70) ** 2) - ((self._y - 112) / 75) ** 2)
        nose = np.exp(-(((self._x - NOSE[0]) / 15) ** 2) - ((self._y - NOSE[1]) / 20) ** 2)
        self._near = self._head * (REACH[0] + REACH[1] * face + REACH[2] * nose)
        self._wall = _wall(look)

    def draw(self, motion: Motion, frame: int) -> Image:
        """Draw one frame, RGB, shape [HEIGHT, WIDTH, 3]."""
        x, y = self._turned(float(motion.roll[frame]), float(motion.yaw[frame]), float(motion.pitch[frame]))
        place = self._place(motion, frame)
        flags = cv2.INTER_LINEAR
        x = cv2.warpAffine(x, place, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        y = cv2.warpAffine(y, place, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        face = self._expression(motion, frame)
        person = cv2.remap(face, x * SCALE, (y + TOP) * SCALE, flags, borderMode=cv2.BORDER_CONSTANT)
        person = person.astype(np.float32)
        drawn = person[..., :3] + self._wall * (1 - person[..., 3:] / 255)
        drawn = np.clip(drawn, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(drawn[:, ::-1] if self._look.mirrored else drawn)

    def _place(self, motion: Motion, frame: int) -> npt.NDArray[np.float64]:
        """Map the layer to the video: sway, zoom and a little of the roll, about the middle of the lower edge."""
        middle = ((LEFT_OF_VIEW + WIDTH / 2 / SCALE) * SCALE, (TOP_OF_VIEW + TOP) * SCALE + HEIGHT)
        place = cv2.getRotationMatrix2D(middle, -0.3 * float(motion.roll[frame]), float(motion.zoom[frame]))
        place[0, 2] += motion.x[frame] - LEFT_OF_VIEW * SCALE
        place[1, 2] += motion.y[frame] - (TOP_OF_VIEW + TOP) * SCALE + 8
        return np.asarray(place)

    def _turned(self, roll: float, yaw: float, pitch: float) -> tuple[Field, Field]:
        """Say for each place of the layer where in the picture its colour comes from, with the head turned.

        The roll is a rotation about the neck; yaw and pitch move what is nearer to the camera further.
        """
        angle = np.deg2rad(roll)
        dx, dy = self._x - NECK[0], self._y - NECK[1]
        turned_x = dx * np.cos(angle) + dy * np.sin(angle) - dx
        turned_y = dy * np.cos(angle) - dx * np.sin(angle) - dy
        x = self._x + self._head * turned_x - yaw * self._near
        y = self._y + self._head * turned_y - pitch * self._near
        return x.astype(np.float32), y.astype(np.float32)

    def _expression(self, motion: Motion, frame: int) -> Image:
        """Give the layer with eyes and mouth as they are in this frame."""
        layer = self._layer.copy()
        for centre in EYES:
            self._draw_eye(layer, centre, float(motion.lids[frame]), float(motion.gaze[frame]))
        self._draw_mouth(layer, float(motion.mouth[frame]), float(motion.smile[frame]))
        return np.asarray(layer)

    def _part(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        rows = slice(round((top + TOP) * SCALE), round((bottom + TOP) * SCALE))
        return rows, slice(round(left * SCALE), round(right * SCALE))

    def _sample(self, x: Field, y: Field) -> Image:
        sampled = cv2.remap(self._layer, x * SCALE, (y + TOP) * SCALE, cv2.INTER_CUBIC)
        return np.asarray(sampled, np.uint8)

    def _draw_eye(self, layer: Image, centre: tuple[float, float], shut: float, gaze: float) -> None:
        """Move the iris sideways and pull the skin above the upper lid down over the eye."""
        part = self._part(centre[0] - 16, centre[1] - 14, centre[0] + 16, centre[1] + 10)
        x, y = self._x[part], self._y[part]
        across = (x - centre[0]) / EYE_HALF[0]
        arch = np.sqrt(np.clip(1 - across**2, 0, 1))
        lid, bottom = centre[1] - EYE_HALF[1] * arch, centre[1] + EYE_HALF[1] * arch
        edge, brow = lid + shut * (bottom - lid), lid - 4
        stretched = brow + (y - brow) * (lid - brow) / (edge - brow)
        covered = (y > brow) & (y < edge)
        inside = np.clip(1 - across**2 - ((y - centre[1]) / (EYE_HALF[1] * 1.4)) ** 2, 0, 1)
        looked = x - GLANCE * gaze * np.sqrt(inside)
        source_x = np.where(covered & (shut > 0), x, looked).astype(np.float32)
        layer[part] = self._sample(source_x, np.where(covered, stretched, y).astype(np.float32))

    def _draw_mouth(self, layer: Image, opened: float, smile: float) -> None:
        """Lower the jaw below the teeth's edge, darken what opens there, and sink the corners of the smile."""
        part = self._part(MOUTH[0] - 42, MOUTH[1] - 26, MOUTH[0] + 42, MOUTH[1] + 46)
        x, y = self._x[part], self._y[part]
        left, right = (np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * 9.0**2)) for cx, cy in CORNERS)
        x = (x - NARROWING * (1 - smile) * (left - right)).astype(np.float32)
        across = (x - MOUTH[0]) / MOUTH_HALF
        level = y - SINK * (1 - smile) * (left + right)
        line = MOUTH[1] - 9.5 * np.minimum(across**2, 1.2)
        drop = JAW_DROP * opened * np.clip(1 - across**2, 0, 1) ** 1.3
        below = level >= line
        fade = 1 - _smooth(y, 158, 194)
        source = np.where(below, level - drop * fade, level).astype(np.float32)
        drawn = self._sample(x, source).astype(np.float32)
        gap = _smooth(level - line, -0.6, 0.6) * (1 - _smooth(level - line - drop, -0.8, 0.6)) * (drop > SHUT)
        inside = np.array((*MOUTH_INSIDE, 255), np.float32)
        layer[part] = (drawn * (1 - gap[..., None]) + inside * gap[..., None]).astype(np.uint8)
