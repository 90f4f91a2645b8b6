"""Messages between the loader and its workers, however their bytes come in."""

import io
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formextract.workers.frames import Unframed, framed, read_frame

TEXT = st.text(st.sampled_from('ab 县"\\{}[]0\n\x00𠮷'), max_size=12)
TEXTS = st.lists(TEXT, max_size=3)
WHATS = st.dictionaries(st.sampled_from(["kind", "路径"]), TEXT | st.integers())
FRAMES = st.lists(st.tuples(WHATS, TEXTS), max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(FRAMES, st.integers(1, 50))
def test_messages_come_out_as_they_went_in(frames, step):
    data = b"".join(framed(what, texts) for what, texts in frames)
    stream = io.BytesIO(data)
    assert [read_frame(stream) for _ in frames] == frames
    assert read_frame(stream) is None
    unframed = Unframed()
    assert [f for n in range(0, len(data), step) for f in unframed.take(data[n : n + step])] == frames
    assert len(unframed) == 0


def test_the_rules_engine_is_loaded_before_a_scan_can_take_the_room_for_it():
    """Where it came with the first form, a scan that would have been read failed at its very end for a few MB."""
    asked = "import sys; from formextract.workers import survey; print('zen' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
