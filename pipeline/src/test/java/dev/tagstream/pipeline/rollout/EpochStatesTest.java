package dev.tagstream.pipeline.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.record.ModelEpoch;
import dev.tagstream.pipeline.record.ModelEpoch.Canary;
import dev.tagstream.pipeline.record.ModelEpoch.Model;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EpochStatesTest {

  private static final Model A = new Model("/a", "ab");
  private static final Model B = new Model("/b", "cd");

  /** A version, a number, and two strings, as jobs without canaries wrote them. */
  private static final byte[] OF_BEFORE = HexFormat.of().parseHex("010000000000000007032f61036162");

  @Test
  void anEpochOfOneModelIsWrittenAndReadAsBefore() throws Exception {
    ModelEpoch epoch = new ModelEpoch(7, A, null, null);

    assertThat(EpochStates.read(OF_BEFORE)).isEqualTo(epoch);
    assertThat(EpochStates.write(epoch)).isEqualTo(OF_BEFORE);
  }

  @Test
  void readsWhatItWrote() throws Exception {
    for (ModelEpoch epoch :
        List.of(
            new ModelEpoch(7, A, null, B),
            new ModelEpoch(7, A, new Canary(B, 0.05, null, 6), null),
            new ModelEpoch(7, A, new Canary(B, 0.05, "camera", 6), A))) {
      assertThat(EpochStates.read(EpochStates.write(epoch))).isEqualTo(epoch);
    }
  }

  @Test
  void saysThatALaterVersionWroteIt() {
    assertThatThrownBy(() -> EpochStates.read(new byte[] {3}))
        .isInstanceOf(IOException.class)
        .hasMessage("the state of model-epochs has version 3 but this job reads up to 2");
  }
}
