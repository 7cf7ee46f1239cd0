package dev.tagstream.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchLadderTest {

  @Test
  void climbsInPowersOfTwoToTheLargestBatch() {
    assertThat(BatchLadder.upTo(1).steps()).containsExactly(1);
    assertThat(BatchLadder.upTo(8).steps()).containsExactly(1, 2, 4, 8);
    assertThat(BatchLadder.upTo(24).steps()).containsExactly(1, 2, 4, 8, 16, 24);
  }

  @Test
  void climbsInPowersOfFourWhereSizesAreDear() {
    assertThat(BatchLadder.inFoursUpTo(1).steps()).containsExactly(1);
    assertThat(BatchLadder.inFoursUpTo(16).steps()).containsExactly(1, 4, 16);
    assertThat(BatchLadder.inFoursUpTo(100).steps()).containsExactly(1, 4, 16, 64, 100);
  }

  @Test
  void padsToTheNextStep() {
    BatchLadder ladder = BatchLadder.upTo(24);

    assertThat(ladder.rowsFor(1)).isEqualTo(1);
    assertThat(ladder.rowsFor(3)).isEqualTo(4);
    assertThat(ladder.rowsFor(17)).isEqualTo(24);
  }

  @Test
  void runsTheLargestStepFirstWhereThereAreMoreImages() {
    assertThat(BatchLadder.upTo(24).rowsFor(25)).isEqualTo(24);
    assertThat(BatchLadder.fixed(4).rowsFor(9)).isEqualTo(4);
  }

  @Test
  void padsUpToAFixedBatch() {
    assertThat(BatchLadder.fixed(4).rowsFor(1)).isEqualTo(4);
  }

  @Test
  void padsNothingWhereAnySizeWillDo() {
    assertThat(BatchLadder.any().rowsFor(13)).isEqualTo(13);
    assertThat(BatchLadder.any().warmUpSizes()).containsExactly(1);
  }

  @Test
  void warmsUpEveryStep() {
    assertThat(BatchLadder.upTo(4).warmUpSizes()).containsExactly(1, 2, 4);
  }
}
