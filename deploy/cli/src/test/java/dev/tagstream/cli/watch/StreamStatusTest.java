package dev.tagstream.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.pipeline.kafka.GroupProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamStatusTest {

  @Test
  void saysWhatIsDoneAndHowLongTheRestTakes() {
    StreamStatus status = new StreamStatus("photos", new GroupProgress(5000, 4188), 11.6);

    assertThat(status.lines())
        .containsExactly(
            "progress   812 of 5,000 records of photos (16.2 %)",
            "lag        4,188 records",
            "rate       11.6 images/s in the minute before the latest result",
            "time left  6 min 2 s if no images arrive");
    assertThat(status.json())
        .isEqualTo(
            "{\"topic\":\"photos\",\"records\":5000,\"lag\":4188,\"imagesPerSecond\":11.6,\"secondsLeft\":362}");
  }

  @ParameterizedTest
  @CsvSource({
    "9, 9 s if no images arrive",
    "3600, 1 h 0 min if no images arrive",
    "93600, 1 d 2 h if no images arrive",
    "0, none: the job has caught up"
  })
  void saysTheTwoLargestUnitsOfTheTimeLeft(long lag, String expected) {
    assertThat(new StreamStatus("photos", new GroupProgress(100_000, lag), 1).lines())
        .last()
        .isEqualTo("time left  " + expected);
  }

  @Test
  void doesNotGuessWithoutARate() {
    StreamStatus status = new StreamStatus("photos", new GroupProgress(10, 7), 0);

    assertThat(status.lines())
        .last()
        .isEqualTo("time left  unknown: no image was answered in the last 3 minutes");
    assertThat(status.json()).endsWith("\"secondsLeft\":null}");
  }

  @Test
  void saysThatAnEmptyTopicIsDone() {
    assertThat(new StreamStatus("photos", GroupProgress.NONE, 0).lines())
        .contains("progress   0 of 0 records of photos (100.0 %)")
        .last()
        .isEqualTo("time left  none: the job has caught up");
  }

  @Test
  void saysThatTheBrokerDoesNotTell() {
    StreamStatus status = new StreamStatus("photos", null, 2);

    assertThat(status.lines())
        .containsExactly(
            "progress   unknown: the broker does not tell how far the job has read photos",
            "rate       2.0 images/s in the minute before the latest result");
    assertThat(status.json()).contains("\"records\":null,\"lag\":null");
  }
}
