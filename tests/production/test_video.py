"""Videos: frames in order, colours right, what breaks off is named."""

from pathlib import Path

import av
import numpy as np
import pytest

from pegbar.cli.main import main
from pegbar.errors import PegbarError
from pegbar.production.store import Store
from pegbar.production.video import frame_count, read_video

COLORS = ((200, 40, 40), (40, 160, 60), (40, 60, 200))


def picture(number: int, size: tuple[int, int] = (144, 256)) -> np.ndarray:
    """An even plate with a square that moves by one place for each number."""
    frame = np.full((*size, 3), COLORS[number // 4], np.uint8)
    frame[40:100, 20 + 40 * (number % 4) : 60 + 40 * (number % 4)] = 240
    return frame


def write_video(path: Path, pictures: list[np.ndarray], codec: str = "ffv1") -> Path:
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, "bgr0" if codec == "ffv1" else "yuv420p"
        for frame in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """Three cuts of four drawings, each held for three frames."""
    return write_video(tmp_path / "an episode.mkv", [picture(number // 3) for number in range(36)])


def test_frames_come_in_order_and_lossless_ones_to_the_bit(video: Path) -> None:
    frames = list(read_video(video))
    assert len(frames) == 36
    assert all(np.array_equal(frame, picture(number // 3)) for number, frame in enumerate(frames))
    assert frame_count(video) == 36


@pytest.mark.parametrize(("size", "primary"), [((144, 256), "601"), ((720, 1280), "709")])
def test_colours_survive_where_the_file_names_no_matrix(size: tuple[int, int], primary: str, tmp_path: Path) -> None:
    frame = picture(0, size)
    with av.open(str(tmp_path / "a.mkv"), "w") as container:
        stream = container.add_stream("mpeg4", rate=24)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = size[1], size[0], "yuv420p", 20_000_000
        kind = {"601": av.video.reformatter.Colorspace.ITU601, "709": av.video.reformatter.Colorspace.ITU709}[primary]
        made = av.VideoFrame.from_ndarray(frame, format="rgb24").reformat(format="yuv420p", dst_colorspace=kind)
        container.mux(stream.encode(made))
        container.mux(stream.encode())
    (back,) = read_video(tmp_path / "a.mkv")
    assert np.abs(back[:30].astype(int) - frame[:30]).mean() < 4


def test_import_keeps_each_drawing_once_by_cut(video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        main(("import", str(video)))
    assert not stop.value.code
    with Store(tmp_path / "footage") as store:
        members = store.members()
        assert np.array_equal(store.frame("frames/an_episode_0001/000012.png"), picture(4))
    assert members == [f"frames/an_episode_{number // 4:04d}/{3 * number:06d}.png" for number in range(12)]


def test_a_video_that_breaks_off_is_named_and_may_be_taken_as_far_as_it_goes(video: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    with pytest.raises(PegbarError, match=r"broken\.mkv: found .*expected a whole video"):
        list(read_video(broken))
    lost: list[str] = []
    assert 0 < len(list(read_video(broken, lost))) < 36
    assert "could be read" in lost[0]


def test_uneven_times_are_no_loss(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "uneven.mkv"), "w") as container:
        stream = container.add_stream("ffv1", rate=12)
        stream.width, stream.height, stream.pix_fmt = 256, 144, "bgr0"
        for number, time in enumerate((0, 1, 2, 30, 31, 90, 200, 201)):
            frame = av.VideoFrame.from_ndarray(picture(number), format="rgb24")
            frame.pts = time
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert len(list(read_video(tmp_path / "uneven.mkv"))) == 8


def test_what_import_lost_is_said(video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.mkv").write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    with pytest.raises(SystemExit) as stop:
        main(("import", "broken.mkv", "--skip-bad"))
    assert not stop.value.code
    assert "skipped: broken.mkv: found " in capsys.readouterr().out


def test_what_is_no_video_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    (tmp_path / "empty.mp4").write_bytes(b"")
    with pytest.raises(PegbarError, match=r"empty\.mp4: found an empty file, expected a video"):
        frame_count(tmp_path / "empty.mp4")
    with pytest.raises(PegbarError, match=r"a\.mp4: found no video in it .*expected one"):
        frame_count(tmp_path / "a.mp4")
    with pytest.raises(PegbarError, match="found no such file, expected a video"):
        list(read_video(tmp_path / "none.mp4"))


def test_a_playlist_leads_nowhere(video: Path, tmp_path: Path) -> None:
    (tmp_path / "list.m3u8").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:1,\nfile://{video}\n#EXT-X-ENDLIST\n")
    with pytest.raises(PegbarError, match=r"list\.m3u8: found no "):
        list(read_video(tmp_path / "list.m3u8"))
