"""Films read: order, colours, times; what is broken is named."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from pegbar.errors import PegbarError
from pegbar.footage.facts import probe
from pegbar.footage.reading import read_video
from tests.footage.films import FILM, NTSC, encode, picture, rgb_frames, write_video


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three cuts of four drawings, each held for three frames."""
    return write_video(tmp_path_factory.mktemp("films") / "an episode.mkv", [picture(number // 3) for number in range(36)])


def test_frames_come_in_order_and_lossless_ones_to_the_bit(video: Path) -> None:
    frames = list(read_video(video))
    assert [frame.number for frame in frames] == list(range(36))
    assert all(np.array_equal(frame.rgb, picture(number // 3)) for number, frame in enumerate(frames))


@pytest.mark.parametrize("rate", [FILM, Fraction(24), Fraction(25), NTSC, Fraction(30)])
@pytest.mark.parametrize("kind", ["mkv", "mp4"])
def test_rates_are_told_apart_and_times_are_exact(rate: Fraction, kind: str, tmp_path: Path) -> None:
    path = encode(tmp_path / f"a.{kind}", rgb_frames((picture(n % 12) for n in range(80)), "yuv420p"), rate, "libx264", preset="ultrafast")
    footage = probe(path)
    assert (footage.rate, footage.variable, footage.frames, footage.timeline) == (rate, False, 80, 80)
    frames = list(read_video(path, footage=footage))
    assert [frame.number for frame in frames] == list(range(80))
    tick = Fraction(1, 1000) if kind == "mkv" else 0  # Matroska rounds to milliseconds
    assert all(abs(frame.time - frame.number / rate) <= tick for frame in frames)


def test_a_variable_rate_is_counted_on_the_timeline_of_films(tmp_path: Path) -> None:
    times = [0, 2, 4, 7, 8, 20, 22, 23]  # ones, twos, threes and a long hold at 24 frames a second
    path = encode(tmp_path / "a.mkv", rgb_frames(picture(n) for n in range(8)), 24, times=times)
    footage = probe(path)
    assert (footage.rate, footage.variable, footage.frames, footage.timeline) == (24, True, 8, 24)
    frames = list(read_video(path, footage=footage))
    assert [frame.number for frame in frames] == times
    assert all(abs(frame.time - Fraction(time, 24)) <= Fraction(1, 1000) for frame, time in zip(frames, times, strict=True))


def test_pulldown_flags_are_no_variable_rate(tmp_path: Path) -> None:
    times = [n // 4 * 10 + (0, 2, 5, 7)[n % 4] for n in range(48)]  # fields: two and three by turns
    path = encode(tmp_path / "a.mkv", rgb_frames(picture(n % 12) for n in range(48)), 2 * NTSC, times=times)
    footage = probe(path)
    assert (footage.rate, footage.variable) == (FILM, False)
    assert [frame.number for frame in read_video(path, footage=footage)] == list(range(48))


@pytest.mark.parametrize(("size", "matrix"), [((144, 256), "bt601"), ((720, 1280), "bt709")])
def test_colours_survive_where_the_file_names_no_matrix(size: tuple[int, int], matrix: str, tmp_path: Path) -> None:
    kind = {"bt601": Colorspace.ITU601, "bt709": Colorspace.ITU709}[matrix]
    frames = rgb_frames([picture(0, size)], "yuv444p", dst_colorspace=kind)
    path = encode(tmp_path / "a.mkv", frames)
    (back,) = read_video(path)
    assert probe(path).matrix == matrix
    assert np.abs(back.rgb.astype(int) - picture(0, size)).max() <= 3


@pytest.mark.parametrize("wide", [False, True])
def test_ranges_are_told_apart(wide: bool, tmp_path: Path) -> None:
    levels = ColorRange.JPEG if wide else ColorRange.MPEG
    frames = rgb_frames([picture(0)], "yuv420p", dst_color_range=levels)
    path = encode(tmp_path / "a.mp4", frames, 24, "libx264", crf="1")
    footage = probe(path)
    (back,) = read_video(path, footage=footage)
    assert footage.full_range is wide
    assert np.abs(back.rgb[:30].astype(int) - picture(0)[:30]).max() <= 4


def test_ten_bits_become_eight(tmp_path: Path) -> None:
    path = encode(
        tmp_path / "a.mkv",
        rgb_frames([picture(0), picture(1)], "yuv444p10le"),
        24,
        "libx265",
        **{"x265-params": "lossless=1:log-level=none"},
    )
    footage = probe(path)
    assert (footage.bits, footage.rate) == (10, 24)
    assert all(np.abs(frame.rgb.astype(int) - picture(frame.number)).max() <= 3 for frame in read_video(path, footage=footage))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pictures_stand_upright(degrees: int, tmp_path: Path) -> None:
    stored = np.ascontiguousarray(np.rot90(picture(0), -degrees // 90))
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "5"})
        stream.height, stream.width, stream.pix_fmt = *stored.shape[:2], "yuv420p"
        stream.set_display_rotation(degrees)
        for frame in rgb_frames([stored] * 3, "yuv420p"):
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    footage = probe(tmp_path / "a.mp4")
    frame = next(iter(read_video(tmp_path / "a.mp4", footage=footage)))
    assert (footage.rotation, footage.width, footage.height) == (degrees, 256, 144)
    assert np.abs(frame.rgb.astype(int) - picture(0)).mean() < 6


def test_a_video_that_breaks_off_is_named_and_may_be_taken_as_far_as_it_goes(video: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    with pytest.raises(PegbarError, match=r"broken\.mkv: found .*expected a whole video"):
        list(read_video(broken))
    lost: list[str] = []
    assert 0 < len(list(read_video(broken, lost))) < 36
    assert "could be read" in lost[0]


def test_what_is_no_video_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no video")
    (tmp_path / "empty.mp4").write_bytes(b"")
    with pytest.raises(PegbarError, match=r"empty\.mp4: found an empty file, expected a video"):
        probe(tmp_path / "empty.mp4")
    with pytest.raises(PegbarError, match=r"a\.mp4: found no .*expected "):
        probe(tmp_path / "a.mp4")
    with pytest.raises(PegbarError, match="found no such file, expected a video"):
        list(read_video(tmp_path / "none.mp4"))


def test_a_picture_under_a_films_name_is_named(tmp_path: Path) -> None:
    from pegbar.production.pictures import encode_png

    (tmp_path / "a.mp4").write_bytes(encode_png(picture(0)))
    with pytest.raises(PegbarError, match=r"a\.mp4: found no film but a single picture or text, expected a video"):
        probe(tmp_path / "a.mp4")


def test_a_film_under_another_name_is_read(video: Path, tmp_path: Path) -> None:
    (tmp_path / "a.avi").write_bytes(video.read_bytes())
    assert probe(tmp_path / "a.avi").frames == 36


def test_sound_alone_is_named(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        sound.sample_rate = 48000
        container.mux(stream.encode(sound))
        container.mux(stream.encode())
    with pytest.raises(PegbarError, match=r"a\.mp4: found only sound in it, expected a video"):
        probe(tmp_path / "a.mp4")


def test_a_file_without_film_or_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nhello\n")
    with pytest.raises(PegbarError, match=r"a\.srt: found no picture in it, expected a video"):
        probe(tmp_path / "a.srt")


def test_a_change_of_size_is_named(tmp_path: Path) -> None:
    parts = []
    for name, size in (("a", (144, 256)), ("b", (96, 128))):
        path = encode(
            tmp_path / f"{name}.ts", rgb_frames([picture(n, (144, 256))[: size[0], : size[1]] for n in range(12)], "yuv420p"), 24, "libx264"
        )
        parts.append(path.read_bytes())
    (tmp_path / "joined.ts").write_bytes(b"".join(parts))
    with pytest.raises(PegbarError, match=r"joined\.ts: found 128×96 pixels from frame 12 on after 256×144, expected pictures of one size"):
        list(read_video(tmp_path / "joined.ts"))
    lost: list[str] = []
    assert len(list(read_video(tmp_path / "joined.ts", lost))) == 12
    assert "found 128×96 pixels" in lost[0]


def test_a_playlist_leads_nowhere(video: Path, tmp_path: Path) -> None:
    (tmp_path / "list.m3u8").write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:1,\nfile://{video}\n#EXT-X-ENDLIST\n")
    with pytest.raises(PegbarError, match=r"list\.m3u8: found no "):
        list(read_video(tmp_path / "list.m3u8"))
