from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from inference.kernels.face import Faces, measure
from inference.kernels.face_detection import FULL_RANGE, SHORT_RANGE, Detector, anchors
from inference.kernels.face_follow import COUNT_MS, HOLD_MS
from inference.kernels.face_geometry import Bytes, Floats
from inference.kernels.face_networks import Networks
from inference.kernels.face_pose import INDICES, TEMPLATE

RADIUS = 60
STEP_MS = 100
COUNT_EVERY = COUNT_MS // STEP_MS


def frame(*centres: tuple[int, int]) -> Bytes:
    """A dark picture with a bright disc for each face, the size of a head; (x, y) in 640 x 480."""
    y, x = np.mgrid[:480, :640]
    picture = np.zeros((480, 640, 3), dtype=np.uint8)
    for centre_x, centre_y in centres:
        picture[np.hypot(x - centre_x, y - centre_y) < RADIUS] = 255
    return picture


def discs(bright: npt.NDArray[np.bool_]) -> list[tuple[float, float, float]]:
    """Middle x, middle y and radius, in fractions, of the disc in each half of a picture."""
    size, found = len(bright), []
    for left in (0, size // 2):
        y, x = np.nonzero(bright[:, left : left + size // 2])
        if y.size:
            middle_x, middle_y = (float(x.mean()) + left + 0.5) / size, (float(y.mean()) + 0.5) / size
            found.append((middle_x, middle_y, math.sqrt(y.size / math.pi) / size))
    return found


class DiscDetector:
    """Stands in for a BlazeFace network: sees a bright disc in each half of the picture. Counts how often it looks."""

    def __init__(self, detector: Detector, *, blind: bool = False) -> None:
        self._detector, self._blind = detector, blind
        self.calls = 0

    def __call__(self, picture: Floats) -> tuple[Floats, Floats]:
        self.calls += 1
        centres = anchors(self._detector)
        regressors, logits = np.zeros((1, len(centres), 16), np.float32), np.full((1, len(centres), 1), -9, np.float32)
        seen = [] if self._blind else discs(picture[..., 0] > 0)
        for index, (x, y, radius) in enumerate(seen):
            offset = np.array([x, y]) - centres[index]
            eyes = offset + np.array([[-radius / 2, 0], [radius / 2, 0]])
            regressors[0, index] = (
                np.concatenate([offset, [2 * radius] * 2, *eyes, *[offset] * 4]) * self._detector.size
            )
            logits[0, index] = 5
        return regressors, logits


class DiscMesh:
    """Stands in for the mesh network: lays the generic face over the bright pixels, if there are any."""

    def __init__(self, *, broken: bool = False) -> None:
        self._broken = broken
        self.calls = 0

    def __call__(self, picture: Floats) -> tuple[Floats, Floats]:
        self.calls += 1
        y, x = np.nonzero(picture[..., 0] > 0.5)
        points = np.zeros((468, 3), dtype=np.float32)
        if y.size < 0.05 * picture[..., 0].size:
            return points, np.full((1, 1, 1, 1), -9, dtype=np.float32)
        middle, scale = np.array([x.mean(), y.mean(), 0]), math.sqrt(y.size / math.pi)
        points[:] = middle
        points[list(INDICES)] = middle + (TEMPLATE - TEMPLATE.mean(axis=0)) * [1, -1, -1] * 1.3 * scale
        if self._broken:
            points[7, 1] = math.nan
        return points.reshape(1, 1, 1, 1404), np.full((1, 1, 1, 1), 5, dtype=np.float32)


def straight_iris(_: Floats) -> tuple[Floats, Floats]:
    """Stands in for the iris network: an open eye that looks straight ahead, along the line of its corners."""
    contour, iris = np.full((71, 3), 32, dtype=np.float32), np.full((5, 3), 32, dtype=np.float32)
    contour[0, 0], contour[8, 0] = 17, 47
    contour[[11, 13], 1], contour[[3, 5], 1] = 27, 37
    return contour.reshape(1, 213), iris.reshape(1, 15)


def disc_pair(left: int, right: int) -> Bytes:
    """Two discs with these radii in the two halves of a picture."""
    y, x = np.mgrid[:480, :640]
    near = (np.hypot(x - 160, y - 240) < left) | (np.hypot(x - 480, y - 240) < right)
    return np.repeat(near[..., None].astype(np.uint8) * 255, 3, axis=2)


class Watcher:
    """The measuring of a test, with its networks."""

    def __init__(self, *, short_sighted: bool = False, broken: bool = False) -> None:
        self.near = DiscDetector(SHORT_RANGE, blind=short_sighted)
        self.far = DiscDetector(FULL_RANGE)
        self.mesh = DiscMesh(broken=broken)

    def watch(self, *frames: Bytes) -> Faces:
        return self.measure(np.stack(frames))

    def measure(self, frames: Bytes) -> Faces:
        at_ms = np.arange(len(frames), dtype=np.int32) * STEP_MS
        return measure(self.networks, frames, at_ms)

    @property
    def networks(self) -> Networks:
        return Networks(self.near, self.far, self.mesh, self.mesh, straight_iris)


def middles(faces: Faces) -> list[tuple[float, float]]:
    """The middles of the boxes, in pixels."""
    return [((x + w / 2) * 640, (y + h / 2) * 480) for x, y, w, h in faces.box.tolist()]


def test_a_face_is_measured_in_fractions_of_the_frame() -> None:
    faces = Watcher().watch(frame((200, 240)))

    assert faces.faces.tolist() == [1]
    assert faces.presence[0] > 0.99
    assert middles(faces)[0] == pytest.approx((200, 240), abs=10)
    assert faces.head_pose[0].tolist() == pytest.approx([0, 0, 0], abs=1)
    assert faces.gaze[0, 0] == pytest.approx(0, abs=1e-4)
    assert faces.landmarks.shape == (1, 468, 3)
    eyes_apart = faces.landmarks[0, 263, 0] - faces.landmarks[0, 33, 0]
    nose_before_ears = faces.landmarks[0, 454, 2] - faces.landmarks[0, 4, 2]
    assert nose_before_ears / eyes_apart == pytest.approx(TEMPLATE[:, 2].max() - TEMPLATE[:, 2].min(), abs=0.01)


def test_a_moving_face_is_followed_and_only_now_and_then_detected_anew() -> None:
    watcher = Watcher()
    path = [(80 + 5 * step, 120 + 6 * step) for step in range(2 * COUNT_EVERY + 1)]

    faces = watcher.watch(*(frame(at) for at in path))

    assert faces.faces.tolist() == [1] * len(path)
    assert np.abs(np.array(middles(faces)) - path).max() < 10
    assert watcher.near.calls == 3


def test_a_face_elsewhere_becomes_the_main_one_only_after_the_lost_one_was_waited_for() -> None:
    steps = HOLD_MS // STEP_MS + 1

    faces = Watcher().watch(frame((120, 120)), *[frame((520, 380))] * (steps + 1))

    assert faces.track.tolist() == [1, *[0] * (steps - 1), 2, 2]
    assert faces.faces.tolist() == [1] * (steps + 2)
    assert faces.other_track[1:-2, 0].tolist() == [2] * (steps - 1)
    assert middles(faces)[-1] == pytest.approx((520, 380), abs=10)


def test_a_face_that_leaves_is_gone_and_comes_back() -> None:
    faces = Watcher().watch(frame((240, 240)), frame(), frame(), frame((200, 240)))

    assert faces.faces.tolist() == [1, 0, 0, 1]
    for values in (faces.presence, faces.box, faces.landmarks, faces.head_pose, faces.gaze, faces.expression):
        assert not values[1:3].any()


def test_two_faces_are_counted_and_the_count_stays_until_the_next() -> None:
    pair = frame((160, 240), (480, 240))

    faces = Watcher().watch(*[pair] * 3, *[frame((160, 240))] * COUNT_EVERY)

    assert faces.faces.tolist() == [2] * COUNT_EVERY + [1] * 3


def test_what_the_near_detector_misses_the_far_one_sees() -> None:
    watcher = Watcher(short_sighted=True)

    assert watcher.watch(frame((240, 240))).faces.tolist() == [1]
    assert watcher.far.calls == 1


def test_a_detection_that_the_mesh_refuses_is_no_face() -> None:
    faces = Watcher(broken=True).watch(frame((240, 240)))

    assert faces.faces.tolist() == [0]
    assert not any(values.any() for name, values in vars(faces).items() if name != "state")


def test_calls_do_not_know_of_each_other() -> None:
    watcher = Watcher()

    one = watcher.watch(frame((200, 240)))
    watcher.watch(frame((500, 300)))
    again = watcher.watch(frame((200, 240)))

    np.testing.assert_array_equal(one.landmarks, again.landmarks)


@pytest.mark.parametrize("shape", [(0, 480, 640, 3), (2, 0, 640, 3), (1, 1, 1, 3), (1, 3, 900, 3)])
def test_frames_of_odd_sizes_have_no_face(shape: tuple[int, ...]) -> None:
    faces = Watcher().measure(np.zeros(shape, np.uint8))

    assert faces.presence.tolist() == [0] * shape[0]
    assert faces.landmarks.shape == (shape[0], 468, 3)


@pytest.mark.parametrize(
    "frames", [np.zeros((480, 640, 3), np.uint8), np.zeros((1, 8, 8, 4), np.uint8), np.zeros((1, 8, 8, 3), np.float32)]
)
def test_anything_but_rgb_bytes_is_refused(frames: Bytes) -> None:
    with pytest.raises(ValueError, match="FRAMES must be bytes"):
        Watcher().measure(frames)


def test_the_results_are_the_same_however_the_frames_are_cut_into_calls() -> None:
    """Two people, one of whom leaves, comes back and jumps: memory is all that goes from call to call."""
    film = np.stack(
        [frame((160 + 3 * step, 240), *([(480, 240)] if step % 12 < 7 else [])) for step in range(25)]
        + [frame()] * 2
        + [frame((300, 100 + 4 * step)) for step in range(20)]
    )
    at_ms = np.arange(len(film), dtype=np.int32) * STEP_MS
    networks = Watcher().networks
    whole = measure(networks, film, at_ms)

    for size in (1, 3, 7):
        state, parts = None, []
        for start in range(0, len(film), size):
            parts.append(measure(networks, film[start : start + size], at_ms[start : start + size], state))
            state = parts[-1].state
        for name, values in vars(whole).items():
            cut = parts[-1].state if name == "state" else np.concatenate([getattr(part, name) for part in parts])
            np.testing.assert_array_equal(cut, values, err_msg=name)


def test_the_main_face_stays_it_where_another_grows_larger_and_each_keeps_its_number() -> None:
    first = [frame((160, 240)), *[disc_pair(60, 50)] * COUNT_EVERY]
    later = [disc_pair(60, 74)] * (2 * COUNT_EVERY)

    faces = Watcher().watch(*first, *later)

    assert set(faces.track.tolist()) == {1}
    assert {place[0] for place in faces.other_track.tolist()} == {0, 2}
    assert max(x for x, _ in middles(faces)) < 320


def test_jitter_is_smoothed_and_movement_is_not_held_back() -> None:
    rng = np.random.default_rng(7)
    resting = [frame((200 + int(x), 240 + int(y))) for x, y in rng.integers(-3, 4, (20, 2))]
    moving = [frame((200 + 12 * step, 240)) for step in range(20)]

    rest, walk = Watcher().watch(*resting), Watcher().watch(*moving)

    raw = rest.landmarks[:, 4, 0]
    assert np.diff(rest.box[:, 0]).std() < 0.6 * np.diff(raw).std()
    assert np.abs(np.array(middles(walk))[5:, 0] - [200 + 12 * step for step in range(5, 20)]).max() < 12
