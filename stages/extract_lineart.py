"""extract_lineart: xDoG line art of every illustration."""

from tqdm import tqdm

from pegbar.compute import computing
from pegbar.errors import guarded
from pegbar.lineart.xdog import Xdog, extract_lines
from pegbar.parallel import in_parallel
from pegbar.params.base import load_section
from pegbar.params.compute import ComputeParams
from pegbar.params.regions import LineartParams
from pegbar.production.drawings import records, write_maps
from pegbar.production.illustrations import load_illustrations
from pegbar.production.store import Store
from pegbar.storage.records import atomic_folder
from stages.paths import ILLUSTRATION_TABLE, ILLUSTRATIONS, LINEART


def main() -> None:
    """Write ``data/lineart``."""
    params = load_section("lineart", LineartParams)
    xdog = Xdog(params.sigma, params.k, params.gamma, params.epsilon, params.phi, params.flow)
    rows = records(load_illustrations(ILLUSTRATION_TABLE))
    compute = load_section("compute", ComputeParams)
    with Store(ILLUSTRATIONS) as store, atomic_folder(LINEART) as folder, computing(compute):
        drawings = in_parallel(extract_lines, ((store.frame(row["path"]), xdog, params.binary) for row in rows), params.workers)
        progress = tqdm(drawings, total=len(rows), desc="lineart", unit="picture")
        write_maps(folder, zip((row["illustration_id"] for row in rows), progress, strict=True))


if __name__ == "__main__":
    guarded(main)
