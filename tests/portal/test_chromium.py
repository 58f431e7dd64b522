"""`make test` finds a browser, installs one, or says what to install; it never skips."""

from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A machine without any browser, on which nothing can be installed."""
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    monkeypatch.setattr(chromium, "playwrights_own", lambda: str(tmp_path / "own"))
    monkeypatch.setattr(chromium, "starts", lambda path: Path(path).exists())
    monkeypatch.setattr(chromium, "run", lambda command: None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return monkeypatch


def executable(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_chosen_browser_comes_first(machine, tmp_path, capsys):
    executable(tmp_path / "chromium")
    chosen = executable(tmp_path / "mine")
    machine.setenv("CHROMIUM_PATH", chosen)
    chromium.main()
    assert capsys.readouterr().out == f"{chosen}\n"


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_an_installed_browser_is_found(machine, tmp_path, capsys, name):
    path = executable(tmp_path / name)
    chromium.main()
    assert capsys.readouterr().out == f"{path}\n"


def test_playwrights_own_is_installed_where_there_is_none(machine, tmp_path, capsys):
    commands: list[list[str]] = []

    def install(command: list[str]) -> None:
        commands.append(command)
        executable(tmp_path / "own")

    machine.setattr(chromium, "run", install)
    chromium.main()
    assert capsys.readouterr().out == f"{tmp_path / 'own'}\n"
    assert [command[1:] for command in commands] == [["-m", "playwright", "install", "chromium"]]


def test_debians_package_is_installed_by_root_only(machine, tmp_path, capsys):
    executable(tmp_path / "apt-get")

    def install(command: list[str]) -> None:
        if command[:2] == ["apt-get", "install"]:
            executable(tmp_path / "chromium")

    machine.setattr(chromium, "run", install)
    with pytest.raises(SystemExit, match="install Chromium"):
        chromium.main()
    machine.setattr("os.geteuid", lambda: 0)
    chromium.main()
    assert capsys.readouterr().out == f"{tmp_path / 'chromium'}\n"


def test_a_machine_that_has_none_is_told_what_to_install(machine):
    with pytest.raises(SystemExit) as stopped:
        chromium.main()
    assert "install Chromium or Google Chrome" in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_a_browser_that_does_not_start_is_named(machine, tmp_path):
    machine.setenv("CHROMIUM_PATH", str(tmp_path / "broken"))
    with pytest.raises(SystemExit, match="broken does not start"):
        chromium.main()
