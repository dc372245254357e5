"""The guards of tests/conftest.py, each seen to fail a test that deserves it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def outcomes(pytester: pytest.Pytester):
    """Runs a test module under the project's settings and guards: {test: set of outcomes}, and the output."""

    def run(source: str, *, blocked: str = "") -> tuple[dict[str, set[str]], str]:
        guards = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
        block = f"import sys\nsys.modules[{blocked!r}] = None\n" if blocked else ""
        pytester.makeconftest(guards.replace("import gc\n", f"import gc\n{block}", 1))
        pytester.makepyfile(test_inner=source)
        settings = [
            "-c",
            str(ROOT / "pyproject.toml"),
            "--rootdir",
            str(pytester.path),
            "-p",
            "no:cacheprovider",
        ]
        result = pytester.runpytest_subprocess(*settings, "-rA", "test_inner.py", timeout=60)
        found: dict[str, set[str]] = {}
        for line in result.outlines:
            word, _, rest = line.partition(" ")
            if word in {"PASSED", "FAILED", "ERROR"} and "::" in rest:
                found.setdefault(rest.split("::")[1].split(" ")[0], set()).add(word)
        return found, result.stdout.str()

    return run


def test_warnings_in_the_log_fail_a_test_unless_announced(outcomes):
    found, output = outcomes(
        """
        import logging, warnings

        def test_quiet():
            logging.getLogger("tracker").info("fine")

        def test_loud():
            logging.getLogger("tracker.sync").warning("the disk is %s", "full")

        def test_announced(expect_log):
            expect_log("disk is full")
            logging.getLogger("tracker").error("the disk is full")
            logging.getLogger("tracker").error("the disk is full")

        def test_announced_in_vain(expect_log):
            expect_log("disk is full")

        def test_another_one_than_announced(expect_log):
            expect_log("disk is full")
            logging.getLogger("tracker").error("the disk is full")
            logging.getLogger("tracker").error("the disk is gone")

        def test_python_warning():
            warnings.warn("old", DeprecationWarning)
        """
    )
    assert found == {
        "test_quiet": {"PASSED"},
        "test_loud": {"PASSED", "ERROR"},
        "test_announced": {"PASSED"},
        "test_announced_in_vain": {"PASSED", "ERROR"},
        "test_another_one_than_announced": {"PASSED", "ERROR"},
        "test_python_warning": {"FAILED"},
    }
    assert "Unexpected in the log: WARNING tracker.sync: the disk is full" in output
    assert "Expected in the log, and never came: disk is full" in output


def test_a_thread_that_outlives_its_test_fails_it(outcomes):
    found, output = outcomes(
        """
        import threading

        import pytest

        stop = threading.Event()

        @pytest.fixture(scope="module")
        def lasting():
            thread = threading.Thread(target=stop.wait, name="lasting")
            thread.start()
            yield
            stop.set()
            thread.join()

        def test_of_a_wider_scope(lasting):
            pass

        def test_that_ends():
            threading.Thread(target=lambda: None).start()

        def test_daemon():
            threading.Thread(target=stop.wait, daemon=True).start()

        def test_left():
            threading.Thread(target=stop.wait, args=(2,), name="left over").start()
        """
    )
    assert found == {
        "test_of_a_wider_scope": {"PASSED"},
        "test_that_ends": {"PASSED"},
        "test_daemon": {"PASSED"},
        "test_left": {"PASSED", "ERROR"},
    }
    assert "Still running after the test: left over" in output


def test_a_living_qthread_and_a_warning_of_qts_fail_a_test(outcomes):
    pytest.importorskip("PySide6.QtCore", reason="the server's tests run without Qt", exc_type=ImportError)
    found, output = outcomes(
        """
        from PySide6.QtCore import QThread, qWarning

        kept = []

        def start(name):
            thread = QThread(objectName=name)
            thread.start()
            kept.append(thread)
            return thread

        def test_left(qapp):
            start("lane")

        def test_ended(qapp):
            thread = start("good lane")
            thread.quit()
            assert thread.wait(2000)

        def test_warning(qapp):
            qWarning("a slot that is not there")

        def test_hints_that_offscreen_cannot_give(qapp):
            qWarning("This plugin does not support raise()")
        """
    )
    assert found == {
        "test_left": {"PASSED", "ERROR"},
        "test_ended": {"PASSED"},
        "test_warning": {"FAILED"},
        "test_hints_that_offscreen_cannot_give": {"PASSED"},
    }
    assert "Still running after the test: QThread lane" in output


def test_no_test_reaches_the_real_home_or_keyring_and_each_finds_it_empty(outcomes):
    real = str(Path.home())
    found, output = outcomes(
        f"""
        import os
        from pathlib import Path

        import keyring
        import keyring.errors
        import platformdirs
        import pytest
        from hypothesis import given, strategies

        from tracker.paths import default_profile

        @pytest.mark.parametrize("time", [1, 2])
        def test_profile(time):
            assert not default_profile().exists()
            default_profile().mkdir(parents=True)
            (Path.home() / "note").touch()

        def test_home():
            places = [Path.home(), platformdirs.user_config_path(), platformdirs.user_cache_path()]
            assert not any(path.is_relative_to({real!r}) for path in [*places, default_profile()])
            assert not list(Path.home().iterdir())

        def test_keyring():
            with pytest.raises(keyring.errors.NoKeyringError):
                keyring.set_password("tracker", "someone", "secret")

        def test_screen():
            assert os.environ["QT_QPA_PLATFORM"]

        @given(strategies.integers())
        def test_property(number):
            assert number + 0 == number
        """
    )
    expected = [
        "test_profile[1]",
        "test_profile[2]",
        "test_home",
        "test_keyring",
        "test_screen",
        "test_property",
    ]
    assert found == {name: {"PASSED"} for name in expected}, output


def test_without_qt_the_other_tests_still_run(outcomes):
    found, output = outcomes("def test_plain():\n    pass\n", blocked="PySide6")
    assert found == {"test_plain": {"PASSED"}}, output
    assert "WITHOUT QT" in output
