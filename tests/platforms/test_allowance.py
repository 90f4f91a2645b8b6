"""What a process may take: the clock and the processor both say so, or the clock alone, many times over."""

import subprocess
import sys

import pytest

from formextract.platforms import Allowance, longest, processor_seconds
from formextract.platforms.allowance import LOOK, WAITED
from patience import until


def never():
    pytest.fail("nobody needs to know")


def test_before_its_seconds_have_passed_nobody_asks_what_a_process_has_taken():
    allowance = Allowance(100, now=50)
    assert not allowance.is_over(149.9, never)
    assert allowance.look_at == 150


def test_a_process_on_a_busy_machine_is_asked_again_when_it_can_have_had_the_rest():
    allowance = Allowance(100, now=50, taken=7)  # of the file before
    assert not allowance.is_over(150, lambda: 27.0)
    assert allowance.look_at == 150 + 80
    assert not allowance.is_over(200, never)
    assert not allowance.is_over(230, lambda: 106.9)
    assert allowance.look_at == 230 + LOOK
    assert allowance.is_over(231, lambda: 107.0)


def test_what_takes_nothing_is_over_once_the_clock_has_counted_long_enough():
    allowance = Allowance(100, now=50)
    now, looks = 50.0, 0
    while not allowance.is_over(now, lambda: 0.0):
        assert allowance.look_at > now
        now, looks = allowance.look_at, looks + 1
    assert (now, looks) == (50 + longest(100), WAITED)


def test_what_several_processors_have_done_is_never_over_before_its_seconds_by_the_clock():
    allowance = Allowance(100, now=0)
    assert not allowance.is_over(99, never)
    assert allowance.is_over(100, lambda: 800.0)


def test_one_that_is_answering_is_given_the_time_for_it():
    allowance = Allowance(100, now=0)
    allowance.extend(longest(100) + 10)
    assert not allowance.is_over(longest(100) + 9, never)
    assert allowance.is_over(longest(100) + 10, never)
    assert allowance.run(now=12.5) == 12.5


BURN = """
import subprocess, sys, time
if len(sys.argv) > 2:
    subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[1]])
while time.process_time() < 0.3:
    pass
print(flush=True)
time.sleep(900)
"""


@pytest.mark.parametrize("more", [[], ["child"]])
def test_what_a_process_has_taken_counts_with_what_it_has_started(more):
    with subprocess.Popen([sys.executable, "-c", BURN, BURN, *more], stdout=subprocess.PIPE) as process:
        try:
            for _ in range(1 + len(more)):
                process.stdout.readline()
            taken = processor_seconds(process.pid)
            assert taken >= 0.29 * (1 + len(more))  # the system counts in hundredths
        finally:
            import psutil

            for one in [*psutil.Process(process.pid).children(recursive=True), process]:
                one.kill()
    until(lambda: processor_seconds(process.pid) == 0.0, "the end of the process")
