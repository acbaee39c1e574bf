"""The command line as a person and a program meet it: data, narration, exit codes, and no traceback ever."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
from running import ROOT, Ran, RunKg, finish, spawn

import kg.corpus
import kg.projection
import kg.stats
from kg import __version__
from kg.outputs import output_files

ARTICLE = "柳溪日报2021年3月5日讯，柳溪市第三人民医院院长钟离白向云台县红十字会捐款2万元。\n"
USAGE = tomllib.loads((ROOT / "tests/cases/cli/usage.toml").read_text("utf-8"))["case"]
COMMANDS = ("build", "query", "validate", "clean", "explain", "evaluate", "stats")


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one good article, in a current folder of its own."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with what is in it, apart from what is kept for the next build."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if not name.startswith(".kg/")}


class TestBuild:
    def test_writes_all_three_files_and_tells_what_it_found(self, run_kg: RunKg, corpus: Path) -> None:
        ran = run_kg("build")
        assert ran.code == 0
        assert ran.out == ""
        assert set(files_in(Path("output"))) == set(output_files())
        assert "articles          1" in ran.err
        assert "Donation 1" in ran.err
        assert "钟离白" in Path("output/graph.ttl").read_text("utf-8")

    def test_makes_the_output_folder_with_its_parents(self, run_kg: RunKg, corpus: Path) -> None:
        assert run_kg("build", corpus, "-o", "a/b/c").code == 0
        assert set(files_in(Path("a/b/c"))) == set(output_files())

    def test_quiet_says_nothing(self, run_kg: RunKg, corpus: Path) -> None:
        assert run_kg("build", "--quiet") == Ran(0, "", "")

    def test_base_stands_before_every_id(self, run_kg: RunKg, corpus: Path) -> None:
        run_kg("build", "--base", "https://example.org/news/")
        assert "@prefix person: <https://example.org/news/person/>" in Path("output/graph.ttl").read_text()
        assert run_kg("validate").code == 0

    def test_the_configuration_counts_and_options_win(self, run_kg: RunKg, corpus: Path) -> None:
        Path("kg.toml").write_text('output = "there"\nbase = "https://example.org/x/"\n')
        assert run_kg("build").code == 0
        assert "<https://example.org/x/person/>" in Path("there/graph.ttl").read_text()
        assert run_kg("build", "-o", "here", "--base", "https://example.org/y/").code == 0
        assert "<https://example.org/y/person/>" in Path("here/graph.ttl").read_text()
        # Commands that read a graph look where the build wrote it, and know its prefixes.
        assert "钟离白" in run_kg("query", "SELECT ?n { ?p a kg:Person ; rdfs:label ?n }").out
        found = run_kg(
            "query",
            "there",
            "ASK { ?p a kg:Person FILTER STRSTARTS(STR(?p), STR(person:)) }",
            "--format",
            "csv",
        ).out
        assert found.split() == ["answer", "true"]

    @pytest.mark.parametrize("text", ["modle = 'builtin'", "model = ", "model = 3", "base = 'here'"])
    def test_a_broken_configuration_stops_it_in_one_sentence(
        self, run_kg: RunKg, corpus: Path, text: str
    ) -> None:
        (corpus / "kg.toml").write_text(text)
        ran = run_kg("build")
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert "kg.toml" in ran.err
        assert not Path("output").exists()


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\r\n", "is empty"),
    "binary.txt": (bytes(range(256)) * 20, "is not a text file"),
    "unknown.txt": (bytes([0x8F, 0xA1, 0xFF, 0xFE, 0xFD, 0xE5]) * 50, "unknown encoding"),
    "english.txt": (b"Nobody here writes Chinese.\n", "no Chinese"),
}


class TestBadInput:
    @pytest.mark.parametrize("name", BAD)
    def test_an_unreadable_article_is_named_and_the_rest_is_built(
        self, run_kg: RunKg, corpus: Path, name: str
    ) -> None:
        data, reason = BAD[name]
        (corpus / name).write_bytes(data)
        ran = run_kg("build")
        assert ran.code == 1
        named = [line for line in ran.err.splitlines() if name in line]
        assert len(named) == 1
        assert reason in named[0]
        report = json.loads(Path("output/report.json").read_text("utf-8"))
        assert [skipped["source"] for skipped in report["skipped"]] == [name]
        assert [article["source"] for article in report["articles"]] == ["good.txt"]
        assert "钟离白" in Path("output/graph.ttl").read_text("utf-8")

    def test_quiet_still_names_it(self, run_kg: RunKg, corpus: Path) -> None:
        (corpus / "empty.txt").touch()
        ran = run_kg("build", "-q")
        assert ran.code == 1
        assert ran.err.startswith("Error: empty.txt is empty")
        assert ran.err.count("\n") == 1

    def test_a_missing_path_beside_good_ones_is_named_and_the_rest_is_built(
        self, run_kg: RunKg, corpus: Path
    ) -> None:
        ran = run_kg("build", corpus, "nowhere")
        assert ran.code == 1
        assert "nowhere does not exist" in ran.err
        assert "钟离白" in Path("output/graph.ttl").read_text("utf-8")

    def test_an_empty_path_is_refused(self, run_kg: RunKg, corpus: Path) -> None:
        """An unset variable of a shell would else mean every file below the current folder."""
        sentence = "Error: An empty path names nothing; give a file or a folder, or . for this one.\n"
        assert run_kg("build", corpus, "") == Ran(2, "", sentence)

    def test_a_folder_without_articles(self, run_kg: RunKg, corpus: Path) -> None:
        Path("nothing").mkdir()
        ran = run_kg("build", "nothing")
        assert ran.code == 1
        assert (
            ran.err
            == "Error: nothing contains no articles; put *.txt, *.html, *.jsonl or *.zip files in it.\n"
        )

    def test_a_file_name_that_is_no_unicode(self, run_kg: RunKg, corpus: Path) -> None:
        Path(os.fsdecode(b"corpus/\xff\xfe.txt")).write_text(ARTICLE, encoding="utf-8")
        assert run_kg("build").code == 0
        assert run_kg("validate") == Ran(0, "", "output/graph.ttl: 0 violations\n")

    @pytest.mark.parametrize("output", ["corpus/good.txt", "corpus/good.txt/below", "/proc/nowhere"])
    def test_an_unwritable_output_is_noticed_before_the_work(
        self, run_kg: RunKg, corpus: Path, monkeypatch: pytest.MonkeyPatch, output: str
    ) -> None:
        def fail(*_: object) -> None:
            raise AssertionError("the work began")

        run = run_kg
        monkeypatch.setattr(kg.corpus, "load_words", fail)
        ran = run("build", "-o", output)
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert f"The output folder {output} cannot be written to" in ran.err

    def test_a_folder_where_a_file_should_be(self, run_kg: RunKg, corpus: Path) -> None:
        Path("output/graph.html").mkdir(parents=True)
        ran = run_kg("build")
        assert ran.code == 2
        assert "output/graph.html is a folder" in ran.err
        assert not Path("output/graph.ttl").exists()

    @pytest.mark.parametrize("name", ["graph.ttl", "binary.ttl"])
    def test_a_graph_that_is_none(self, run_kg: RunKg, corpus: Path, name: str) -> None:
        Path(name).write_bytes(b"kg:Person a owl:" if name == "graph.ttl" else bytes(range(256)))
        for command in (
            ["validate", name],
            ["stats", name],
            ["explain", "某", name],
            ["query", name, "ASK{}"],
        ):
            ran = run_kg(*command)
            assert ran.code == 1, command
            assert ran.err.count("\n") == 1
            assert name in ran.err


class TestNothingIsLost:
    @pytest.fixture
    def earlier(self, run_kg: RunKg, corpus: Path) -> dict[str, bytes]:
        assert run_kg("build").code == 0
        (corpus / "good.txt").write_text(ARTICLE.replace("钟离白", "钟离青"), encoding="utf-8")
        return files_in(Path("output"))

    @pytest.mark.parametrize(
        ("room", "part"),
        [
            (kg.projection, "write_cuts"),
            (kg.projection, "write_dataset"),
            (kg.corpus, "write_view"),
            (kg.corpus, "report_json"),
        ],
    )
    @pytest.mark.parametrize(
        "fault", [KeyboardInterrupt, MemoryError, OSError(28, "No space left on device")]
    )
    def test_when_writing_fails(
        self,
        run_kg: RunKg,
        earlier: dict[str, bytes],
        monkeypatch: pytest.MonkeyPatch,
        room: ModuleType,
        part: str,
        fault: BaseException,
    ) -> None:
        def fail(*_: object) -> None:
            raise fault

        monkeypatch.setattr(room, part, fail)
        ran = run_kg("build")
        assert ran.code != 0
        assert ran.err.strip().count("\n") == 0
        assert files_in(Path("output")) == earlier

    def test_when_no_article_can_be_read(
        self, run_kg: RunKg, corpus: Path, earlier: dict[str, bytes]
    ) -> None:
        (corpus / "good.txt").write_text("")
        ran = run_kg("build")
        assert ran.code == 1
        assert "good.txt is empty" in ran.err
        assert files_in(Path("output")) == earlier

    @pytest.mark.parametrize(
        "arguments", [["nowhere"], ["corpus/none"], ["--base", "x"], ["--model", "NOPE"]]
    )
    def test_when_asked_wrongly(self, run_kg: RunKg, earlier: dict[str, bytes], arguments: list[str]) -> None:
        assert run_kg("build", *arguments).code == 2
        assert files_in(Path("output")) == earlier

    @pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    def test_when_killed_midway(self, corpus: Path, earlier: dict[str, bytes], sign: signal.Signals) -> None:
        article = (ROOT / "corpus/01-free-clinic.txt").read_bytes()
        for number in range(400):
            (corpus / f"{number}.txt").write_bytes(article)
        process = spawn("build")
        time.sleep(2)
        assert process.poll() is None, "it was done before it could be killed"
        process.send_signal(sign)
        ran = finish(process)
        assert ran.code != 0
        assert "Traceback" not in ran.err
        assert files_in(Path("output")) == earlier


def test_a_build_of_its_own_process_tells_what_it_skipped(corpus: Path) -> None:
    """The process ends without Python's usual end: the code and the words must come out all the same."""
    (corpus / "empty.txt").write_text("")
    ran = finish(spawn("build", "-o", "output"))
    assert ran.code == 1
    assert "empty.txt is empty" in ran.err
    assert "Written to output: graph.ttl" in ran.err


class TestSameBuild:
    def test_twice_with_other_hashes_and_another_order_of_files(self, tmp_path: Path) -> None:
        files = sorted((ROOT / "corpus").glob("*.txt"))[:3]
        builds = []
        for seed, order in (("1", files), ("2", files[::-1])):
            folder = tmp_path / seed
            ran = finish(spawn("build", *order, "-o", folder, PYTHONHASHSEED=seed))
            assert ran.code == 0, ran.err
            builds.append(files_in(folder))
        assert builds[0] == builds[1]


class TestReading:
    """The commands that read a built graph."""

    def test_query_table_csv_and_json_agree(self, run_kg: RunKg, sample_output: Path) -> None:
        asked = ("query", sample_output, "SELECT ?n { ?p a kg:Person ; rdfs:label ?n } ORDER BY ?n LIMIT 3")
        table = run_kg(*asked)
        assert table.err == "3 rows\n"
        names = [row[0] for row in csv.reader(io.StringIO(run_kg(*asked, "--format", "csv").out))][1:]
        bindings = json.loads(run_kg(*asked, "--format", "json").out)["results"]["bindings"]
        assert names == [binding["n"]["value"] for binding in bindings]
        assert [line.strip().strip("─") for line in table.out.splitlines()] == ["n", "", *names]

    @pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld"])
    def test_a_graph_is_had_as_one_but_rows_are_none(
        self, run_kg: RunKg, sample_output: Path, form: str
    ) -> None:
        ran = run_kg("query", sample_output, "CONSTRUCT WHERE { ?x a kg:Hospital }", "--format", form)
        syntax = {"turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld"}[form]
        found = list(ox.parse(ran.out, format=ox.RdfFormat.from_extension(syntax)))
        assert ran.err == f"{len(found)} rows\n"
        assert {quad.object.value.rpartition("#")[2] for quad in found} == {"Hospital"}
        refused = run_kg("query", sample_output, "SELECT * { ?s ?p ?o }", "--format", form)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err == (
            "Error: Rows are no graph; ask by CONSTRUCT or DESCRIBE, or have the answer as a table.\n"
        )

    def test_query_from_file_and_stdin(
        self, run_kg: RunKg, sample_output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = "ASK { ?a a kg:Article }"
        (tmp_path / "ask.rq").write_text(text, encoding="utf-8")
        standard = (io.TextIOWrapper(io.BytesIO(text.encode())) for _ in range(2))
        results = [
            run_kg("query", sample_output / "graph.ttl", text, "-q"),
            run_kg("query", sample_output, "-f", tmp_path / "ask.rq", "-q"),
        ]
        for arguments in (["-"], ["-f", "-"]):
            monkeypatch.setattr(sys, "stdin", next(standard))
            results.append(run_kg("query", sample_output, *arguments, "-q"))
        assert results == [Ran(0, "answer\n──────\ntrue\n", "")] * 4

    def test_every_prepared_question_is_listed_and_answered(self, run_kg: RunKg, sample_output: Path) -> None:
        names = {path.stem for path in (ROOT / "ontology/questions").glob("*.rq")}
        for lang in ("en", "zh"):
            lines = run_kg("query", "--list", "--lang", lang).out.splitlines()
            assert {line.split()[0] for line in lines} == names
        for name in names:
            ran = run_kg("query", sample_output, "--name", name)
            assert ran.code == 0, ran.err

    def test_a_parameter_changes_the_answer(self, run_kg: RunKg, sample_output: Path) -> None:
        asked = ("query", sample_output, "--name", "several-posts", "--format", "csv", "-q")
        assert len(run_kg(*asked).out) > len(run_kg(*asked, "-p", "at_least=99").out)

    def test_validate_names_each_violation_and_exits_1(
        self, run_kg: RunKg, sample_output: Path, tmp_path: Path
    ) -> None:
        assert run_kg("validate", sample_output, "-q") == Ran(0, "", "")
        broken = tmp_path / "broken.ttl"
        whole = (sample_output / "graph.ttl").read_text("utf-8")
        broken.write_text(whole.replace("kg:confidence 0", "kg:confidence 7", 1), encoding="utf-8")
        ran = run_kg("validate", broken)
        assert ran.code == 1
        assert ran.out.count("\n") == 1
        assert "1 violation\n" in ran.err
        assert run_kg("validate", broken, "--lang", "zh").out != ran.out

    def test_explain_tells_facts_with_their_sentences(self, run_kg: RunKg, sample_output: Path) -> None:
        ran = run_kg("explain", "贺兰舟", sample_output)
        assert ran.code == 0
        assert "01-free-clinic.txt" in ran.out
        assert "membership" in ran.out
        assert "任职" in run_kg("explain", "贺兰舟", sample_output, "--lang", "zh").out

    def test_explain_says_where_there_is_nothing(self, run_kg: RunKg, sample_output: Path) -> None:
        ran = run_kg("explain", "无此人", sample_output)
        assert ran.code == 1
        assert "is called 无此人" in ran.err

    def test_stats_table_and_json_agree(self, run_kg: RunKg, sample_output: Path) -> None:
        counts = json.loads(run_kg("stats", sample_output, "--format", "json").out)
        lines = [line.split() for line in run_kg("stats", sample_output).out.splitlines()]
        assert counts["classes"]["Article"] == len(list((ROOT / "corpus").glob("*.txt")))
        for name, count in {**counts["classes"], **counts["properties"]}.items():
            assert [name, str(count)] in lines

    def test_evaluate_prints_layers_and_writes_details(
        self, run_kg: RunKg, sample_output: Path, tmp_path: Path
    ) -> None:
        details = tmp_path / "details.txt"
        asked = ("evaluate", ROOT / "tests/gold", sample_output, "--raw", ROOT / "corpus")
        ran = run_kg(*asked, "--details", details)
        assert ran.code == 0
        assert ran.out.startswith("layer ")
        assert "entity Person" in ran.out
        assert f"{details.read_text('utf-8').count(chr(10))} details written" in ran.err
        scores = json.loads(run_kg(*asked, "--format", "json").out)
        assert scores["evidence offsets valid"]["f1"] == 1

    def test_evaluate_without_gold(self, run_kg: RunKg, sample_output: Path, tmp_path: Path) -> None:
        ran = run_kg("evaluate", tmp_path, sample_output)
        assert ran.code == 1
        assert "no gold" in ran.err

    def test_calibration_takes_nothing_that_it_would_not_heed(
        self, run_kg: RunKg, sample_output: Path, tmp_path: Path
    ) -> None:
        gold = ROOT / "tests/gold"
        ran = run_kg("evaluate", gold, sample_output, "--calibration", "--details", tmp_path / "details.txt")
        assert ran.code == 2
        assert "leave --raw and --details out" in ran.err


class TestClean:
    def test_prints_the_cleaned_text(self, run_kg: RunKg, tmp_path: Path) -> None:
        file = tmp_path / "raw.txt"
        file.write_bytes("柳溪的醫(yī)院\r\n".encode())
        ran = run_kg("clean", file)
        assert (ran.code, ran.out) == (0, "柳溪的医院\n")
        explained = run_kg("clean", file, "--explain", "-q")
        assert "1:5 pinyin: ‹(yī)› removed" in explained.out
        assert explained.err == ""

    def test_reads_stdin(self, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("雲臺\n".encode())))
        assert run_kg("clean", "-").out == "云台\n"

    def test_every_article_of_json_lines(self, run_kg: RunKg, tmp_path: Path) -> None:
        file = tmp_path / "news.jsonl"
        records = [{"id": "a", "text": "柳溪的醫院"}, {"id": "b"}, {"id": "c", "text": "雲臺"}]
        file.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
        ran = run_kg("clean", file)
        assert (ran.code, ran.out) == (1, "柳溪的医院\n\n云台\n")
        assert "line 2, is no JSON object" in ran.err
        explained = run_kg("clean", file, "--explain", "-q").out.splitlines()
        assert explained == [
            f"{file}/a: 1:4 script: ‹醫› → ‹医›",
            f"{file}/c: 1:1 script: ‹雲臺› → ‹云台›",
        ]

    def test_an_unreadable_file(self, run_kg: RunKg, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").touch()
        ran = run_kg("clean", tmp_path / "empty.txt")
        assert ran.code == 1
        assert "is empty" in ran.err


class TestUsage:
    @pytest.mark.parametrize("case", USAGE, ids=lambda case: " ".join(case["arguments"]))
    def test_wrong_usage_is_one_sentence_and_exit_2(
        self, run_kg: RunKg, corpus: Path, sample_output: Path, case: dict[str, list[str]]
    ) -> None:
        places = {"graph": str(sample_output), "corpus": str(corpus)}
        arguments = [
            argument.format(**places) if argument in ("{graph}", "{corpus}") else argument
            for argument in case["arguments"]
        ]
        ran = run_kg(*arguments)
        assert ran.code == 2
        assert ran.out == ""
        assert ran.err.count("\n") == 1
        assert all(said in ran.err for said in case["says"]), ran.err

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_shows_every_option(self, run_kg: RunKg, command: str) -> None:
        ran = run_kg(command, "-h")
        assert ran.code == 0
        assert ran == run_kg(command, "--help")
        assert ran.out.startswith(f"Usage: kg {command} ")

    def test_help_lists_every_command(self, run_kg: RunKg) -> None:
        ran = run_kg("--help")
        assert ran.code == 0
        assert all(f"\n  {command} " in ran.out for command in COMMANDS)
        assert run_kg().code == 2

    def test_version(self, run_kg: RunKg) -> None:
        assert run_kg("--version").out == f"kg {__version__}\n"

    def test_a_defect_is_one_sentence_that_says_what_to_report(
        self, run_kg: RunKg, sample_output: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError("two\nlines")

        monkeypatch.setattr(kg.stats, "stats", fail)
        ran = run_kg("stats", sample_output)
        assert ran.code == 1
        assert ran.err.count("\n") == 1
        assert "RuntimeError at kg/commands/stats.py:" in ran.err
        assert "two lines" in ran.err
        assert "report" in ran.err

    def test_a_name_that_no_file_can_have_is_no_defect(self, run_kg: RunKg) -> None:
        ran = run_kg("build", "x" * 300)
        assert ran.code == 1
        assert ran.err == f"Error: {'x' * 300} cannot be used (file name too long); give another path.\n"

    def test_no_file_name_drives_the_terminal(self, run_kg: RunKg, corpus: Path) -> None:
        (corpus / "\x1b[31mred\x07.txt").write_bytes(b"")
        ran = run_kg("build")
        assert ran.code == 1
        assert r"\x1b[31mred\x07.txt is empty" in ran.err


class TestProcess:
    """What only a process of its own can show."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--help"],
            ["query", "GRAPH", "ASK {}"],
            ["validate", "GRAPH"],
            ["stats", "GRAPH"],
            ["query", "--list"],
        ],
        ids=" ".join,
    )
    def test_starts_without_what_it_does_not_need(self, sample_output: Path, arguments: list[str]) -> None:
        words = [str(sample_output) if word == "GRAPH" else word for word in arguments]
        program = (
            "import sys\nfrom kg.cli import run\n"
            f"assert run({words!r}) == 0\n"
            "print(sorted({'torch', 'hanlp', 'opencc', 'networkx', 'pyvis', 'rdflib'} & sys.modules.keys()))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        assert done.stdout.splitlines()[-1] == "[]"

    def test_shows_a_bar_in_a_terminal_and_no_other_place(self, tmp_path: Path) -> None:
        (tmp_path / "news.txt").write_text(ARTICLE, encoding="utf-8")
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        command = [sys.executable, "-m", "kg", "build", "news.txt"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"}
        subprocess.run(command, cwd=tmp_path, env=environment, stderr=theirs, check=True)
        said = os.read(ours, 100_000).decode()
        assert "0/1 [" in said
        assert said.index("0/1 [") < said.index("articles          1")
        piped = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        assert "0/1" not in piped.stderr

    def test_says_chinese_whatever_the_locale(self, sample_output: Path) -> None:
        ran = finish(spawn("explain", "贺兰舟", sample_output, LC_ALL="C", PYTHONIOENCODING="ascii"))
        assert ran.code == 0
        assert "贺兰舟" in ran.out

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_a_full_disk_is_told_in_one_sentence(self, sample_output: Path) -> None:
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "kg", "stats", str(sample_output)]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
        assert done.returncode == 1
        assert done.stderr.decode() == (
            "Error: The output cannot be written (no space left on device); "
            "make room, or send it elsewhere.\n"
        )

    def test_a_closed_pipe_is_no_fault_to_speak_of(self, tmp_path: Path) -> None:
        article = tmp_path / "long.txt"
        article.write_text("雲臺醫院的護士\n" * 10_000, encoding="utf-8")
        process = spawn("clean", "--explain", article)
        assert process.stdout
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr
        assert process.stderr.read() == b""
        assert process.wait(60) == 1


def test_a_graph_in_parts_at_an_address_is_told(
    run_kg: RunKg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("kg.toml").write_text('output = "hdfs:///kg"\n', encoding="utf-8")
    ran = run_kg("stats")
    assert ran.code == 2
    assert ran.err == (
        "Error: The graph lies in parts at hdfs:///kg; load them into a store, or give the path of a graph.\n"
    )
