package dev.tagstream.cli.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ByIdTest {

  @Test
  void ordersByCodePointsAndPutsNamelessOnesLast() {
    String fullwidth = "\uff21";
    String emoji = "\ud83d\ude00";
    List<Outcome> sorted =
        Stream.of(emoji, null, "b", fullwidth, "a/b", "a", "a0", emoji + "a", "B")
            .<Outcome>map(Outcomes::rejected)
            .sorted(new ById())
            .toList();
    assertThat(sorted)
        .extracting(Outcome::id)
        .containsExactly("B", "a", "a/b", "a0", "b", fullwidth, emoji, emoji + "a", null);
  }
}
