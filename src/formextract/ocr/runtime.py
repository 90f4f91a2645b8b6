"""What runs the nets, on one thread: OpenVINO where installed and where the processor gains, else ONNX Runtime."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from formextract.ocr.model_notes import noted

SWITCH = "FORMEXTRACT_OCR"
"""Environment variable: another engine (`ocr.engines`), or one of RUNTIMES instead of what is found to be faster."""
RUNTIMES = ("onnx", "openvino")
HALF = "BF16"
"""What a processor must calculate in for OpenVINO to be worth it: with 32 bits both take the same time."""

CPUINFO = Path("/proc/cpuinfo")
"""Where Linux tells what its processor can do: avx512_bf16, amx_bf16; bf16 on Arm."""
_FEATURES = re.compile(r"(?:flags|Features)\s*:")


class Runner(Protocol):
    """A net that is loaded."""

    batches: tuple[int, ...]
    """How many lines it takes at once, largest first."""

    def run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        """The net's first output, which the next run may write over."""
        ...


class Onnx:
    """A net on ONNX Runtime."""

    batches: tuple[int, ...] = (32, 16, 8, 4, 2, 1)

    def __init__(self, path: Path) -> None:
        self.session = _session(path)
        self.input = self.session.get_inputs()[0].name

    def run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        out: NDArray[np.float32] = self.session.run(None, {self.input: tensor})[0]
        return out


class OpenVino:
    """A net on OpenVINO, in 16 bits. It prepares itself anew for each change of shape, so that there are few sizes."""

    batches: tuple[int, ...] = (4, 1)

    def __init__(self, path: Path) -> None:
        core = _core()
        settings = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": HALF.lower()}
        self.request = core.compile_model(core.read_model(str(path)), "CPU", settings).create_infer_request()

    def run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        out: NDArray[np.float32] = self.request.infer(tensor, share_inputs=True, share_outputs=True)[0]
        return out


def load(path: Path, *, often: bool = False) -> Runner:
    """The net in a model file. One that is seldom asked gains too little by OpenVINO for the memory that it takes."""
    return OpenVino(path) if often and runtime() == "openvino" else Onnx(path)


def letters_in(path: Path) -> list[str]:
    """The letters that a recogniser's model file names."""
    return noted(path)["character"].split("\n")


@cache
def runtime() -> str:
    """`openvino` or `onnx`."""
    asked = os.environ.get(SWITCH, "")
    if asked in RUNTIMES:
        return asked
    if importlib.util.find_spec("openvino") is None or not may_halve():
        return "onnx"
    return "openvino" if HALF in _core().get_property("CPU", "OPTIMIZATION_CAPABILITIES") else "onnx"


def may_halve(told_by: Path = CPUINFO) -> bool:
    """Whether the processor may calculate in HALF, as far as the system says so without OpenVINO, whose loading alone
    takes a tenth of a second and 2 GB of addresses; True where nothing is known.
    """
    try:
        said = told_by.read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    features = [word for line in said.splitlines() if _FEATURES.match(line) for word in line.lower().split()]
    return not features or any(HALF.lower() in word for word in features)


@cache
def _core() -> Any:
    return importlib.import_module("openvino").Core()


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
