"""What the machine decides about a model's configuration, read by Triton's own protobuf."""

from __future__ import annotations

from pathlib import Path

import pytest
from google.protobuf import text_format
from tritonclient.grpc import model_config_pb2 as triton

from inference import catalogue
from inference.catalogue import Model
from inference.serving import Machine, background, scheduling, this_machine

ROOT = Path(__file__).resolve().parents[3]
LAPTOP = Machine(cores=8, memory_mb=16 * 1024)
SMALL = Machine(cores=2, memory_mb=2 * 1024)
GPU_BOX = Machine(cores=32, memory_mb=128 * 1024, gpus_mb=(24_000, 16_000))
PARTS = [(model, part) for model in catalogue.installed() for part in model.folders]
PYTHON = 'backend: "python"\nmax_batch_size: 0\n'
NATIVE = 'backend: "onnxruntime"\nmax_batch_size: 8\n'


def parsed(text: str) -> triton.ModelConfig:
    return text_format.Parse(text, triton.ModelConfig())


def model(task: str, memory_mb: int = 100, parts: tuple[str, ...] = ()) -> Model:
    return Model(
        name="m", task=task, version="1", languages=(), licence="MIT", files=(), memory_mb=memory_mb, parts=parts
    )


@pytest.mark.parametrize(("one", "part"), PARTS, ids=[part for _, part in PARTS])
@pytest.mark.parametrize("target", ["cpu", "cuda", "tensorrt"])
def test_triton_reads_every_configuration_of_the_project(one: Model, part: str, target: str) -> None:
    static = (ROOT / "model_repository" / part / "config.pbtxt").read_text()
    added = scheduling(one, static, GPU_BOX, target)

    config = parsed(f"{static}\n{added}")

    assert not parsed(static).instance_group, "scheduling belongs to inference/serving.py"
    assert bool(config.instance_group) == (config.platform != "ensemble")
    assert config.dynamic_batching.default_queue_policy.max_queue_size or config.platform == "ensemble"


@pytest.mark.parametrize(("task", "count"), [("transcribe", 8), ("faces", 8), ("embed", 8), ("pitch", 1)])
def test_models_that_keep_cores_busy_get_an_instance_a_core(task: str, count: int) -> None:
    (group,) = parsed(scheduling(model(task), PYTHON, LAPTOP)).instance_group

    assert group.count == count
    assert group.kind == triton.ModelInstanceGroup.KIND_CPU


def test_instances_take_no_more_memory_than_is_there() -> None:
    large = model("transcribe", memory_mb=600)

    counts = [parsed(scheduling(large, PYTHON, machine)).instance_group[0].count for machine in (LAPTOP, SMALL)]

    assert counts == [3, 1]


def test_an_ensemble_is_not_scheduled_but_its_parts_are() -> None:
    assert scheduling(model("transcribe"), 'platform: "ensemble"\nmax_batch_size: 8\n', LAPTOP) == ""


def test_live_sessions_have_a_queue_before_that_of_finished_files() -> None:
    batching = parsed(scheduling(model("transcribe"), PYTHON, LAPTOP)).dynamic_batching

    assert (batching.priority_levels, batching.default_priority_level) == (2, 2)
    policy = batching.default_queue_policy
    assert policy.timeout_action == triton.ModelQueuePolicy.REJECT
    assert policy.allow_timeout_override


def test_on_a_gpu_requests_are_gathered_and_words_go_first() -> None:
    words = parsed(scheduling(model("transcribe"), NATIVE, GPU_BOX, "tensorrt"))
    pictures = parsed(scheduling(model("faces"), NATIVE, GPU_BOX, "tensorrt"))

    assert words.instance_group[0].kind == triton.ModelInstanceGroup.KIND_GPU
    assert list(words.dynamic_batching.preferred_batch_size) == [8]
    assert words.optimization.priority == triton.ModelOptimizationPolicy.PRIORITY_MAX
    assert pictures.optimization.priority == triton.ModelOptimizationPolicy.PRIORITY_MIN


def test_python_parts_of_a_gpu_target_stay_on_the_cpu() -> None:
    (group,) = parsed(scheduling(model("transcribe"), PYTHON, GPU_BOX, "cuda")).instance_group

    assert group.kind == triton.ModelInstanceGroup.KIND_CPU


def test_pictures_give_way() -> None:
    assert background([model("faces", parts=("m", "n")), model("transcribe")]) == ("m", "n")


def test_a_container_that_is_given_less_counts_as_a_smaller_machine(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    (tmp_path / "memory.max").write_text(f"{1024**3}\n")
    whole = this_machine(tmp_path / "nowhere")

    machine = this_machine(tmp_path)

    assert machine.memory_mb == 1024
    assert machine.cores == min(2, whole.cores)
