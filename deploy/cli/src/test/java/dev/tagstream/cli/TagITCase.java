package dev.tagstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tagstream.cli.page.WrittenPage;
import dev.tagstream.pipeline.gpu.NvidiaCard;
import dev.tagstream.pipeline.objects.parquet.ParquetRowWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tagstream tag} with the demo's model on real files. */
final class TagITCase {

  private static final Path DEMO = Checkout.path().resolve("deploy/cli/demo");
  private static final String MODEL = DEMO.resolve("model/fashion-resnet50.onnx").toString();
  private static final Path BAG = DEMO.resolve("images/Bag/00320.png");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void printsTheTagsOfAnImageAlone() {
    assertThat(tag(BAG.toString(), "--top-k", "2")).isZero();
    assertThat(out.toString().lines()).containsExactly("0.955  Bag", "0.011  Sandal");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void printsWhyAnImageAloneHasNone() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertThat(tag(empty.toString())).isEqualTo(1);
    assertThat(out).hasToString("%s: EMPTY_IMAGE: the image has 0 bytes%n".formatted(empty));
  }

  @Test
  void leavesOutTagsOfALowScore() {
    assertThat(tag(BAG.toString(), "--min-score", "0.5", "--json")).isZero();
    assertThat(out.toString())
        .startsWith("{\"id\":\"%s\",\"tags\":[{\"index\":8,\"label\":\"Bag\"".formatted(BAG))
        .containsOnlyOnce("\"index\"");
  }

  @Test
  void answersEveryFileOfAFolderInTheOrderOfAListToo() throws IOException {
    List<Path> files = List.of(BAG, DEMO.resolve("images/broken/empty.jpg"), BAG.resolve("no.jpg"));
    String list = String.join("\n", files.stream().map(Path::toString).toList());
    assertThat(tagFrom(list, "-", "--json")).isEqualTo(1);
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("\"label\":\"Bag\"");
    assertThat(lines.get(1)).contains("\"reason\":\"EMPTY_IMAGE\"");
    assertThat(lines.get(2))
        .startsWith(
            "{\"id\":\"%s\",\"reason\":\"URI_NOT_FOUND\",\"stage\":\"READ\",\"detail\":\"cannot be read; check that it exists, and its permissions\","
                .formatted(files.get(2)));
    assertThat(err.toString())
        .contains(files.get(2) + " cannot be read; check that it exists, and its permissions")
        .contains("tagged 1, rejected 2;");
  }

  @Test
  void namesWhatItCannotReadAndGoesOn() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.copy(BAG, images.resolve("a.png"));
    Path locked = Files.copy(BAG, images.resolve("b.png"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    Files.copy(BAG, images.resolve("c.png"));
    assumeTrue(!Files.isReadable(locked), "skipped: this user may read everything");
    assertThat(tag(images.toString(), "--json")).isEqualTo(1);
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(err.toString()).contains(locked + " cannot be read; check its permissions");
  }

  @Test
  void takesHostileNamesForNames() throws IOException {
    List<String> names =
        List.of("a,b", "\"q\"", "line\nbreak", "<img src=x>", "=1+1", "-v", "\u001b[2J", "'x");
    Path images = Files.createDirectory(folder.resolve("images"));
    for (String name : names) {
      Files.copy(BAG, images.resolve(name));
    }
    for (String end : List.of("jsonl", "csv")) {
      String to = folder.resolve("tags." + end).toString();
      assertThat(tag(images.toString(), "--to", to)).isZero();
      String written = Files.readString(Path.of(to));
      assertThat(tag(images.toString(), "--to", to, "--resume")).isZero();
      assertThat(Path.of(to)).hasContent(written);
    }
    assertThat(err.toString()).contains("tagged 0, rejected 0; 8 had answers before;");
    if (!NvidiaCard.isHere()) {
      assertThat(err.toString())
          .startsWith("running on the CPU\n")
          .doesNotContainIgnoringCase("warn");
    }
  }

  @Test
  void writesRejectsToAFileOfTheirOwnAndGoesOnWithBoth() throws IOException {
    Path tags = folder.resolve("tags.jsonl");
    Path rejects = folder.resolve("rejects.jsonl");
    String[] arguments = {
      DEMO.resolve("images/broken").toString(),
      BAG.toString(),
      "--to",
      tags.toString(),
      "--rejects",
      rejects.toString(),
      "--resume"
    };
    assertThat(tag(arguments)).isZero();
    assertThat(tag(arguments)).isZero();
    assertThat(WrittenAnswers.ids(tags)).containsExactly(BAG.toString());
    assertThat(WrittenAnswers.ids(rejects))
        .containsExactlyInAnyOrderElementsOf(filesOf("images/broken"));
  }

  @Test
  void takesOnlyFilesThatAreIncluded() {
    String images = DEMO.resolve("images").toString();
    assertThat(tag(images, "--include", "Bag/*", "--exclude", "*.jpg", "--json")).isZero();
    assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.contains("/Bag/"));
  }

  @Test
  void tagsTheMembersOfAnArchiveAndGoesOn() throws IOException {
    Path archive = folder.resolve("shard.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (String name : List.of("bag.png", "dir/b,ag.png")) {
        TarArchiveEntry member = new TarArchiveEntry(name);
        member.setSize(Files.size(BAG));
        tar.putArchiveEntry(member);
        Files.copy(BAG, tar);
        tar.closeArchiveEntry();
      }
    }
    Path to = folder.resolve("tags.jsonl");
    assertThat(tag(archive.toString(), "--to", to.toString())).isZero();
    assertThat(tag(archive.toString(), "--to", to.toString(), "--resume")).isZero();
    assertThat(WrittenAnswers.ids(to))
        .containsExactly(archive + "#bag.png", archive + "#dir/b,ag.png");
  }

  @Test
  void tagsTheRowsOfATableAndGoesOn() throws IOException {
    Path table = folder.resolve("train.parquet");
    MessageType columns =
        MessageTypeParser.parseMessageType(
            "message train { required group image { required binary bytes; } required int64 label;"
                + " }");
    try (ParquetWriter<Group> rows =
        ParquetRowWriter.open(new LocalOutputFile(table), columns, settings -> {})) {
      for (long label = 0; label < 2; label++) {
        Group row = new SimpleGroup(columns);
        row.addGroup("image")
            .append("bytes", Binary.fromConstantByteArray(Files.readAllBytes(BAG)));
        rows.write(row.append("label", label));
      }
    }
    Path to = folder.resolve("tags.jsonl");
    assertThat(tag(table.toString(), "--to", to.toString())).isZero();
    assertThat(tag(table.toString(), "--to", to.toString(), "--resume")).isZero();
    assertThat(WrittenAnswers.ids(to)).containsExactly(table + "#0", table + "#1");
    assertThat(Files.readString(to)).contains("\"attributes\":{\"label\":\"1\"}");
  }

  @Test
  void addsToAParquetFileWhatIsNew() throws IOException {
    Path to = folder.resolve("tags.parquet");
    Path image = Files.copy(BAG, folder.resolve("a.png"));
    assertThat(tag(image.toString(), "--to", to.toString())).isZero();
    assertThat(tag(image.toString(), BAG.toString(), "--to", to.toString())).isZero();
    List<Group> rows = WrittenAnswers.rows(to);
    assertThat(WrittenAnswers.ids(to)).containsExactly(image.toString(), BAG.toString());
    Group tag = rows.get(0).getGroup("tags", 0).getGroup("list", 0).getGroup("element", 0);
    assertThat(tag.getString("label", 0)).isEqualTo("Bag");
    assertThat(rows.get(0).getLong("taggedAt", 0)).isPositive();
    assertThat(rows.get(0).getFieldRepetitionCount("reason")).isZero();
    assertThat(TagProcess.filesOf(folder.toString())).hasSize(2);

    assertThat(tag(BAG.toString(), "--to", to.toString(), "--all")).isZero();
    assertThat(WrittenAnswers.ids(to)).containsExactly(BAG.toString());
  }

  @Test
  void writesAFolderAsTheJobForObjectsDoes() throws IOException {
    String to = folder.resolve("results") + "/";
    String broken = DEMO.resolve("images/broken").toString();
    assertThat(tag(BAG.toString(), broken, "--to", to)).isZero();
    assertThat(WrittenAnswers.ids(Path.of(to, "tags/tags-000001.parquet")))
        .containsExactly(BAG.toString());
    assertThat(WrittenAnswers.ids(Path.of(to, "rejects/rejects-000001.parquet")))
        .containsExactlyInAnyOrderElementsOf(filesOf("images/broken"));
    assertThat(Path.of(to, "_SUCCESS")).hasContent("{\"tagged\": 1, \"rejected\": 7}");

    Path image = Files.copy(BAG, folder.resolve("new.png"));
    assertThat(tag(BAG.toString(), image.toString(), "--to", to)).isZero();
    assertThat(WrittenAnswers.ids(Path.of(to, "tags/tags-000002.parquet")))
        .containsExactly(image.toString());
    assertThat(Path.of(to, "_SUCCESS")).hasContent("{\"tagged\": 2, \"rejected\": 7}");
    assertThat(TagProcess.filesOf(to)).hasSize(4);
  }

  @Test
  void leavesOutTheFilesThatItWritesIntoTheFolderOfImages() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), images);
    for (String to : List.of("tags.csv", "tags.parquet", "results")) {
      Files.copy(BAG, images.resolve("bag.png"));
      String place = link.resolve(to) + (to.equals("results") ? "/" : "");
      for (int run = 0; run < 2; run++) {
        err.getBuffer().setLength(0);
        assertThat(
                tag(images.toString(), "--to", place, "--html", link.resolve("a.html").toString()))
            .isZero();
        assertThat(err.toString()).contains("tagged %d, rejected 0;".formatted(1 - run));
      }
      for (String file : TagProcess.filesOf(images.toString())) {
        Files.delete(Path.of(file));
      }
    }
  }

  @Test
  void tagsTheImagesOfTheFolderThatGetsItsResults() throws IOException {
    Files.copy(BAG, folder.resolve("bag.png"));
    String to = folder + "/";
    assertThat(tag(to, "--to", to)).isZero();
    assertThat(tag(to, "--to", to)).isZero();
    assertThat(err.toString())
        .contains("tagged 1, rejected 0;")
        .contains("tagged 0, rejected 0; 1 had answers before;");
  }

  @Test
  void makesAPageOfTheFilesItTagged() throws IOException {
    Path html = folder.resolve("tags.html");
    Path to = folder.resolve("tags.jsonl");
    Path bags = Files.createDirectories(folder.resolve("images/Bag"));
    Files.copy(BAG, bags.resolve("<img src=x onerror=alert(1)>.png"));
    Files.copy(BAG, Files.createDirectories(folder.resolve("images/Coat")).resolve("bag.png"));
    Files.writeString(folder.resolve("images/notes.txt"), "milk, eggs");
    String[] arguments = {
      folder.resolve("images").toString(), "--to", to.toString(), "--html", html.toString()
    };
    assertThat(tag(arguments)).isZero();
    assertThat(err.toString()).contains("the page of 3 images is in " + html);
    assertThat(html).content().doesNotContain("<img src=x");
    WrittenPage page = WrittenPage.read(html);
    assertThat(page.images())
        .containsExactlyInAnyOrder(
            bags + "/<img src=x onerror=alert(1)>.png: Bag",
            folder.resolve("images/Coat/bag.png") + ": Bag",
            folder.resolve("images/notes.txt") + ": UNSUPPORTED_FORMAT");
    assertThat(page.figure("tagged")).isEqualTo("2");
    assertThat(page.figure("rejected")).isEqualTo("1");
    assertThat(page.figure("top-1 accuracy")).isEqualTo("50.0 %");
    int coat = page.images().indexOf(folder.resolve("images/Coat/bag.png") + ": Bag");
    assertThat(page.image(coat).get("known").textValue()).isEqualTo("Coat");
    assertThat(page.thumbnails())
        .extracting(thumbnail -> thumbnail.length > 0)
        .containsExactlyInAnyOrder(true, true, false);

    assertThat(tag(arguments)).isZero();
    WrittenPage second = WrittenPage.read(html);
    assertThat(second.images()).isEmpty();
    assertThat(second.notes())
        .containsExactly(
            "3 answers of earlier runs are not on this page; --all tags everything anew.");
  }

  @Test
  void refusesARunWithoutAModelAndNamesBothWays() {
    assertThat(execute("tag", BAG.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream tag: name a model: --model FILE, which 'tagstream export' makes, or a"
                + " well-known one such as --model keras/resnet50, which is downloaded once\n");
  }

  @Test
  void refusesAModelThatIsNeitherAFileNorAName() {
    assertThat(execute("tag", BAG.toString(), "--model", "keras/resnet51")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "tagstream tag: --model keras/resnet51 is neither a file nor a well-known name");
  }

  @Test
  void refusesAFolderWithoutFiles() {
    assertThat(tag(folder.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString("tagstream tag: %s has no files; name a folder of images\n".formatted(folder));
  }

  @Test
  void refusesAPathThatLeadsNowhere() {
    assertThat(tag(folder.resolve("no").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is neither a file nor a folder");
  }

  @Test
  void refusesToWriteBehindSomethingElseAndToGoOnWithStandardOutput() throws IOException {
    Path to = Files.writeString(folder.resolve("tags.csv"), "mine\n");
    assertThat(tag(BAG.toString(), "--to", to.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("tags.csv has other columns than this run would write");
    assertThat(to).hasContent("mine\n");
    assertThat(tag(BAG.toString(), "--resume")).isEqualTo(2);
    assertThat(err.toString()).contains("--resume needs --to FILE");
    assertThat(tag(BAG.toString(), "--to", folder + "/no/tags.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("no/tags.csv cannot be written; check that its folder");
    assertThat(tag(BAG.toString(), "--to", folder + "/", "--rejects", "r.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("has a folder for rejects; leave --rejects out");
    assertThat(tag(BAG.toString(), "--to", "tags.txt")).isEqualTo(2);
    assertThat(err.toString()).contains("must end in .jsonl, .csv, .parquet or, for a folder");
  }

  @Test
  void refusesToWriteOneFileTwiceAndWhatIsNoFile() throws Exception {
    Path to = folder.resolve("tags.jsonl");
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), to);
    assertThat(tag(BAG.toString(), "--to", to.toString(), "--rejects", link.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--rejects must not be the file of --to");
    assertThat(tag(BAG.toString(), "--to", to.toString(), "--html", link.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--html would overwrite the answers in " + to);

    Path pipe = folder.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(tag(BAG.toString(), "--to", pipe.toString())).isEqualTo(2);
    assertThat(tag(BAG.toString(), "--html", pipe.toString())).isEqualTo(2);
    assertThat(err.toString().lines().skip(2))
        .containsOnly(
            "tagstream tag: %s is not a regular file; name another file to write".formatted(pipe));
    assertThat(to).doesNotExist();
  }

  @Test
  void saysThatItFoundNoImage() {
    assertThat(tagFrom("", "-")).isZero();
    assertThat(tag(BAG.toString(), "--include", "*.jpg")).isZero();
    assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("tagged 0, "));
  }

  @Test
  void readsAListOfWindowsAndRefusesOneInAnotherEncoding() {
    assertThat(tagFrom("\uFEFF" + BAG + "\r\n", "-")).isZero();
    assertThat(tagFrom(new byte[] {'a', (byte) 0xff}, "-")).isEqualTo(2);
    assertThat(err.toString())
        .endsWith("tagstream tag: the list on standard input is not UTF-8; write it in UTF-8\n");
  }

  @Test
  void refusesAListWhosePathsHaveANulBetweenThem() {
    assertThat(tagFrom(BAG + "\0" + BAG + "\0", "-")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "tagstream tag: the list on standard input has a NUL between paths; write each on a line, as find does without -print0\n");
  }

  /** As a process, because {@code System.out} hides that it cannot write. */
  @Test
  void saysInOneLineThatItStoppedBecauseItsOutputIsFull() throws Exception {
    Path log = folder.resolve("log");
    TagProcess full =
        TagProcess.startInto(Path.of("/dev/full"), log, List.of("--json", BAG.toString()));

    assertThat(full.exitCode()).isEqualTo(1);
    assertThat(log)
        .hasContent(
            "stopped before every image had its answer: IOException: standard output cannot be written\n");
  }

  private int tag(String... arguments) {
    List<String> all = new ArrayList<>(List.of("tag", "--model", MODEL, "--device", "cpu"));
    Collections.addAll(all, arguments);
    return execute(all.toArray(String[]::new));
  }

  private int tagFrom(String list, String... arguments) {
    return tagFrom(list.getBytes(StandardCharsets.UTF_8), arguments);
  }

  private int tagFrom(byte[] list, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(list));
    try {
      return tag(arguments);
    } finally {
      System.setIn(before);
    }
  }

  private int execute(String... arguments) {
    return Tagstream.commandLine(new Interruption())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static List<String> filesOf(String name) throws IOException {
    try (Stream<Path> files = Files.walk(DEMO.resolve(name))) {
      return files.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }
}
