package dev.tagstream.cli.demo;

import static dev.tagstream.cli.results.Outcomes.rejected;
import static dev.tagstream.cli.results.Outcomes.tag;
import static dev.tagstream.cli.results.Outcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.results.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoReportTest {

  @Test
  void showsTagsRejectsAndFigures() {
    DemoReport report =
        report(
            List.of("dog/rex.jpg", "cat/tom.jpg", "empty.png", "odd/x.png"),
            tagged("dog/rex.jpg", tag(1, "cat", 0.6)),
            tagged("cat/tom.jpg", tag(1, "cat", 0.9)),
            rejected("empty.png"),
            tagged("odd/x.png", tag(0, "dog", 0.5)));
    assertThat(report.isExact()).isTrue();
    assertThat(print(report).lines())
        .containsExactly(
            "cat/tom.jpg                   cat 0.900",
            "dog/rex.jpg                   cat 0.600",
            "odd/x.png                     dog 0.500",
            "rejected:",
            "empty.png                     EMPTY_IMAGE: the image has no bytes",
            "tagged 3, rejected 1 of 4 published; top-1 accuracy 50.0 % on 2 labelled;"
                + " 8.0 images/s");
  }

  @Test
  void saysSoWhereNoImageIsLabelled() {
    DemoReport report = report(List.of("tom.jpg"), tagged("tom.jpg", tag(1, "cat", 0.9)));
    assertThat(print(report))
        .endsWith("tagged 1, rejected 0 of 1 published; no labelled images; 2.0 images/s\n");
  }

  @Test
  void namesWhatIsLostAndWhatCameTwice() {
    DemoReport report =
        report(
            List.of("lost.jpg", "twice.jpg"),
            tagged("twice.jpg", tag(1, "cat", 0.9)),
            rejected("twice.jpg"),
            rejected("stranger.jpg"));
    assertThat(report.isExact()).isFalse();
    assertThat(print(report).lines())
        .contains("lost: lost.jpg", "one too many: stranger.jpg", "one too many: twice.jpg");
  }

  @Test
  void isNotExactWithRightNumbersOfWrongImages() {
    assertThat(report(List.of("a.jpg", "b.jpg"), rejected("a.jpg"), rejected("a.jpg")).isExact())
        .isFalse();
    assertThat(report(List.of("a.jpg"), rejected(null)).isExact()).isFalse();
  }

  private static DemoReport report(List<String> published, Outcome... outcomes) {
    Tally tally = new Tally(published);
    List.of(outcomes).forEach(tally::add);
    return new DemoReport(tally, PetModel.contract("dog", "cat"), "images");
  }

  private static String print(DemoReport report) {
    StringWriter out = new StringWriter();
    report.print(new PrintWriter(out));
    return out.toString();
  }
}
