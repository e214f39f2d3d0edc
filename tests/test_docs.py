"""README and docs/ against the repository: numbers, links, paths, packages, and the functions users import."""

import doctest
import importlib
import importlib.util
import inspect
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import grimp
import pytest
import yaml

from pegbar.cli.grammar import parser
from pegbar.import_closure import closure
from pegbar.networks.colorizer_files import save_generator
from pegbar.networks.generators import GeneratorConfig, StencilGenerator
from pegbar.networks.region_colorizer_files import save_region_colorizer
from tests.inference.region_colorizer_case import CONFIG, networks
from tests.inference.test_predictor import small_model

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = [
    README,
    *sorted(ROOT.glob("docs/*.md")),
    *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "footage/README.md", "illustrations/README.md")),
]
DASH = "–"


def _metrics(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / "metrics" / f"{name}.json").read_text(encoding="utf-8"))
    return content


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _mean_iou(douga: dict[str, Any], classes: int) -> float:
    """Mean IoU over eight classes or, with books (at 0 where none was hit), over ten: thesis, Table 5.1."""
    kept = [row["iou"] or 0.0 for name, row in douga["per_class"].items() if classes == 10 or not name.startswith("book")]
    assert len(kept) == classes
    return float(sum(kept) / classes)


def _best_other(rows: dict[str, Any]) -> float:
    return float(max(row["boundary_f"] for name, row in rows.items() if not name.startswith("ours")))


def _real_cels(block: dict[str, Any]) -> str:
    return " / ".join(_percent(block["cels"][name]["iou"]) for name in ("sprites_plates_test", "all_renpy"))


def _real_line(block: dict[str, Any]) -> float:
    return float(block["lines"]["morevna_1080"]["predicted_mask"]["any"]["f1"])


def readme_numbers() -> list[tuple[str, str, str]]:
    """The eight rows of README: what, ours, and what to hold it against; from `metrics/` at the printed precision."""
    cel, art, douga = _metrics("cel")["cel"], _metrics("real_art")["real_art"], _metrics("douga")
    drawn, decided = douga["douga"], douga["douga_decided"]
    regions, colors, scenes = _metrics("regions")["regions"], _metrics("colorizer"), _metrics("background")["background"]
    spread = colors.get("propagation_only", {}).get("225", {}).get("hint_error")
    return [
        ("cel IoU", _percent(cel["iou"]), DASH),
        (
            "cel IoU on real art, starters: sprites over brushwork / sprites and faces over game backgrounds",
            _real_cels(art["starters"]),
            f"models of `make repro` {_real_cels(art['desk'])}",
        ),
        (
            "douga mean IoU, eight classes / ten",
            f"{_percent(_mean_iou(drawn, 8))} / {_percent(_mean_iou(drawn, 10))}",
            "thesis 40.8 % / 32.65 %",
        ),
        (
            "douga accuracy, before → after post-processing",
            f"{_percent(decided['accuracy'])} → {_percent(drawn['accuracy'])}",
            "thesis 95.4 % → 89.4 %",
        ),
        (
            "any line, F1 within 1 px, one to one",
            _percent(drawn["lines"]["any"]["1px"]["f1"]),
            f"a real figure at 1080 lines, starters {_percent(_real_line(art['starters']))}",
        ),
        (
            "colour regions, boundary F within 2 px",
            _percent(regions["ours"]["boundary_f"]),
            f"best of five others {_percent(_best_other(regions))}",
        ),
        (
            "colouring, ΔE between 225 hints and the flats there",
            f"{colors['flats']['225']['hint_error']:.1f}",
            DASH if spread is None else f"propagated hints alone {spread:.1f}",
        ),
        (
            "backgrounds, accuracy: one candidate / best of three",
            f"{_percent(scenes['ours_first']['accuracy'])} / {_percent(scenes['ours']['accuracy'])}",
            f"nearest learnt scene {_percent(scenes['nearest_neighbor']['accuracy'])}",
        ),
    ]


def readme_table() -> str:
    """The table between the two marks in README."""
    rows = [("", "ours", "beside it"), *readme_numbers()]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---|---:|---:|", *lines[1:]])


def test_readme_has_at_most_a_thousand_words() -> None:
    words = len(README.read_text(encoding="utf-8").split())
    assert words <= 1000, f"README.md: found {words} words, expected at most 1,000"


def test_numbers_in_readme_are_the_metrics() -> None:
    text = README.read_text(encoding="utf-8")
    found = re.search(r"<!-- numbers -->\n(.*?)\n?<!-- /numbers -->", text, re.DOTALL)
    assert found is not None, "README.md: found no table between <!-- numbers --> and <!-- /numbers -->"
    assert len(readme_numbers()) == 8
    assert found.group(1).strip() == readme_table(), f"README.md: the numbers are stale; paste this table:\n\n{readme_table()}\n"


def _texts() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in DOCS}


def _code_spans(text: str) -> list[str]:
    """Inline code outside fenced blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in DOCS])
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    targets = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    missing = [target for target in targets if target and not (path.parent / target).exists()]
    assert not missing, f"{name}: found links to {missing}, expected files"


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in DOCS if path.name != "CHANGELOG.md"])
def test_paths_that_docs_name_exist(name: str) -> None:
    folders = tuple(f"{folder}/" for folder in ("src", "stages", "benchmarks", "tests", "docs", "scales", "metrics"))
    spans = [span for span in _code_spans(_texts()[name]) if span.startswith(folders) and " " not in span]
    missing = [span for span in spans if not any(ROOT.glob(span.rstrip("/")))]
    assert not missing, f"{name}: found {missing}, expected files of the repository"


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in DOCS])
def test_commands_in_docs_are_understood(name: str) -> None:
    for block in re.findall(r"```\n(.*?)```", _texts()[name], re.DOTALL):
        for line in block.splitlines():
            if line.startswith("pegbar ") and "--list" not in line:  # which prints and ends
                parser().parse_args(shlex.split(line, comments=True)[1:])


def _exists(dotted: str) -> bool:
    """Whether a dotted name is a module of this project or something inside one."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        if importlib.util.find_spec(parts[0]) is None:
            return False
        try:
            value: Any = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            if not hasattr(value, part):
                return False
            value = getattr(value, part)
        return True
    return False


@pytest.mark.parametrize("name", [path.relative_to(ROOT).as_posix() for path in DOCS if path.name != "CHANGELOG.md"])
def test_names_that_docs_mention_exist(name: str) -> None:
    spans = [span for span in _code_spans(_texts()[name]) if re.fullmatch(r"(pegbar|stages|benchmarks)(\.\w+)+", span)]
    missing = [span for span in spans if not _exists(span)]
    assert not missing, f"{name}: found {missing}, expected names that can be imported"


def test_functions_that_architecture_points_to_are_in_their_files() -> None:
    for line in _texts()["docs/architecture.md"].splitlines():
        row = re.match(r"\| [^|]+ \| `(src/[\w/]+\.py)`: (.*?)(?:[;.].*)? \|$", line)
        for symbol in re.findall(r"`(\w+)`", row.group(2)) if row else ():
            assert re.search(rf"\b(def|class) {symbol}\b", (ROOT / row.group(1)).read_text(encoding="utf-8")), line  # type: ignore[union-attr]


def test_architecture_says_what_reruns() -> None:
    stages = [path.stem for path in (ROOT / "stages").glob("*.py") if path.stem not in ("__init__", "paths", "hash_code")]
    files = {stage: {path.relative_to(ROOT).as_posix() for path in closure(f"stages.{stage}", ROOT)} for stage in stages}
    rows = re.findall(r"^\| `(src/[\w/.]+)` \|([^|]*)\|$", _texts()["docs/architecture.md"], re.MULTILINE)
    assert len(rows) > 3
    right = {name: {stage for stage in stages if name in files[stage]} for name, _ in rows}
    table = "\n".join(f"| `{name}` | {', '.join(f'`{stage}`' for stage in sorted(found))} |" for name, found in right.items())
    wrong = [name for name, listed in rows if set(re.findall(r"`(\w+)`", listed)) != right[name]]
    assert not wrong, f"docs/architecture.md: found other stages beside {wrong} than run them, expected\n{table}"


def _packages() -> set[str]:
    source = ROOT / "src" / "pegbar"
    return {path.stem for path in source.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"} - {"__init__"}


def _imports_listed() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `(\w+)` \|[^|]+\|([^|]*)\|$", _texts()["docs/architecture.md"], re.MULTILINE)
    return {package: set(re.findall(r"\w+", listed)) for package, listed in rows}


def test_architecture_lists_every_package_and_what_it_imports() -> None:
    listed = _imports_listed()
    assert set(listed) == _packages()
    graph = grimp.build_graph("pegbar")
    imported: dict[str, set[str]] = {package: set() for package in listed}
    for module in graph.modules - {"pegbar"}:
        own = module.split(".")[1]
        names = (name.split(".")[1] for name in graph.find_modules_directly_imported_by(module) if "." in name)
        imported[own] |= {name for name in names if name != own}
    rows = "\n".join(f"{package}: {', '.join(sorted(imported[package]))}" for package in listed)
    wrong = [package for package in listed if not imported[package] <= listed[package]]
    assert not wrong, f"docs/architecture.md: found imports of {wrong} that it does not list; all of them are\n{rows}"


def test_architecture_lists_the_stages_of_the_pipeline() -> None:
    stages = set(yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"])
    listed = set(re.findall(r"^\|[^|]*\| `(\w+)` \|", _texts()["docs/architecture.md"], re.MULTILINE))
    assert stages <= listed, f"docs/architecture.md: found no {sorted(stages - listed)}, expected every stage"
    assert all((ROOT / "stages" / f"{name}.py").exists() for name in listed - _packages())


API = re.findall(r"^- \[`([\w.]+)`\]\(\.\./([\w/.]+)\)", _texts()["docs/api.md"], re.MULTILINE)


@pytest.fixture(scope="module")
def user_folder(tmp_path_factory: pytest.TempPathFactory, world: Path) -> Path:
    """Where a user's example runs: `params.yaml`, drawn scenes under `data`, tiny untrained models under `models`."""
    folder = tmp_path_factory.mktemp("user")
    shutil.copy(ROOT / "params.yaml", folder)
    shutil.copytree(world / "models", folder / "models")
    shutil.copytree(world / "scenes", folder / "data" / "scenes")
    shutil.copy(world / "scenes.csv", folder / "data")
    for name, classes in (("cel", 2), ("douga", 10), ("regions", 2)):
        small_model(folder / "models", name, classes)
    config = GeneratorConfig("stencil", 8, 0, True, False)
    save_generator(folder / "models", "colorizer", StencilGenerator(config).state_dict(), config, {})
    save_region_colorizer(folder / "models", networks().state_dict(), CONFIG, {})
    return folder


def _object(dotted: str) -> Any:
    module, name = dotted.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize(("dotted", "file"), API)
def test_functions_to_import_are_documented(dotted: str, file: str) -> None:
    assert f"src/{dotted.rsplit('.', 1)[0].replace('.', '/')}.py" == file
    value = _object(dotted)
    doc, signature = inspect.getdoc(value) or "", inspect.signature(value)
    sections = set(re.findall(r"^(\w[\w ]*)\n-{3,}$", doc, re.MULTILINE))
    assert "Examples" in sections, f"{dotted}: found sections {sorted(sections)}, expected Examples"
    assert not signature.parameters or sections & {"Parameters", "Attributes"}, f"{dotted}: found no Parameters"
    returns = not inspect.isclass(value) and signature.return_annotation not in (None, "None")
    assert not returns or sections & {"Returns", "Yields"}, f"{dotted}: found no Returns"


@pytest.mark.parametrize("dotted", [dotted for dotted, _ in API])
def test_examples_run(dotted: str, user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(user_folder)
    (example,) = doctest.DocTestFinder(recurse=False).find(_object(dotted), dotted)
    assert example.examples, f"{dotted}: found no example"
    printed: list[str] = []
    failed = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=printed.append).failed
    assert not failed, "".join(printed)
