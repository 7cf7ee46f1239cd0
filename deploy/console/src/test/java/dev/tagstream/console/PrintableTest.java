package dev.tagstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {

  @Test
  void letsNothingSteerTheTerminal() {
    assertThat(Printable.line("a\u001b[2J\r\u009bb\u202ec"))
        .isEqualTo("a\uFFFD[2J\uFFFD\uFFFDb\uFFFDc");
  }

  @Test
  void leavesTextAsItIs() {
    assertThat(Printable.line("gr\u00fc\u00dfe \ud83d\ude00\t\u0645\u0631\u062d\u0628\u0627"))
        .isEqualTo("gr\u00fc\u00dfe \ud83d\ude00\t\u0645\u0631\u062d\u0628\u0627");
  }

  @Test
  void endsNoLineButWhereLinesAreMeant() {
    assertThat(Printable.line("a\nb\u2028c")).isEqualTo("a\uFFFDb\uFFFDc");
    assertThat(Printable.lines("a\nb\u2028c")).isEqualTo("a\nb\uFFFDc");
  }

  @Test
  void escapesInJsonWhatJsonWouldLetPass() {
    assertThat(Printable.json("{\"id\":\"a\u007f\u009bb\u202ec\"}"))
        .isEqualTo("{\"id\":\"a\\u007f\\u009bb\\u202ec\"}");
  }
}
