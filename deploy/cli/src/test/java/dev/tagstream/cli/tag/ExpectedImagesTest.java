package dev.tagstream.cli.tag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.console.Progress;
import dev.tagstream.pipeline.record.SourceObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExpectedImagesTest {

  private final List<String> shown = new ArrayList<>();
  private final ExpectedImages expected =
      new ExpectedImages(
          new Progress() {
            @Override
            public void expect(long total) {
              shown.add("%d".formatted(total));
            }

            @Override
            public void estimate(long total) {
              shown.add("about %d".formatted(total));
            }

            @Override
            public void done(long count) {}

            @Override
            public void close() {}
          });

  private double share;

  @Test
  void isExactWithoutArchives() {
    expected.listed(40, 0);
    expected.seen(new SourceObject("file:///a.jpg", "1"), false);
    assertThat(shown).containsExactly("40");
  }

  @Test
  void showsNothingUntilEverythingIsListed() {
    read(1000, 0.5, 10);
    assertThat(shown).isEmpty();
  }

  @Test
  void takesTheRestOfTheArchivesForAsFullAsWhatWasRead() {
    expected.listed(5, 3000);
    read(1000, 0.5, 10);
    assertThat(shown).last().isEqualTo("about 65");
    read(2000, 1, 40);
    assertThat(shown).last().isEqualTo("about 55");
  }

  @Test
  void expectsNoAnswersThatAreThere() {
    expected.listed(0, 1000);
    expected.begin(1000, () -> 0.5);
    for (int i = 0; i < 10; i++) {
      expected.seen(new SourceObject("file:///a.tar", "1", "m" + i), true);
    }
    assertThat(shown).last().isEqualTo("about 10");
  }

  private void read(long bytes, double readShare, int images) {
    share = readShare;
    expected.begin(bytes, () -> share);
    for (int i = 0; i < images; i++) {
      expected.seen(new SourceObject("file:///a.tar", "1", "m" + i), false);
    }
  }
}
