package dev.tagstream.cli.demo;

import static dev.tagstream.cli.results.Outcomes.tag;
import static dev.tagstream.cli.results.Outcomes.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderAccuracyTest {

  @ParameterizedTest
  @ValueSource(strings = {"T-shirt-top/1.png", "a/b/t_shirt top/1.png", "T-SHIRT_TOP/1.png"})
  void knowsALabelWhateverItsCaseAndSeparators(String id) {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract("T-shirt/top", "Bag"), "images");
    accuracy.add(tagged(id, tag(0, "T-shirt/top", 0.9)));
    assertThat(accuracy.labelled()).isEqualTo(1);
    assertThat(accuracy.percent()).isEqualTo(100.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tshirttop/1.png", "Bag/broken/1.png", "1.png", "Bags/1.png"})
  void doesNotCountOtherFolders(String id) {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract("T-shirt/top", "Bag"), "images");
    accuracy.add(tagged(id, tag(1, "Bag", 0.9)));
    assertThat(accuracy.labelled()).isZero();
  }

  @Test
  void takesTheFolderItselfForTheParentOfWhatLiesInIt() {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract("dog", "cat"), "Cat");
    accuracy.add(tagged("tom.jpg", tag(1, "cat", 0.9)));
    accuracy.add(tagged("rex.jpg", tag(0, "dog", 0.9)));
    assertThat(accuracy.labelled()).isEqualTo(2);
    assertThat(accuracy.percent()).isEqualTo(50.0);
  }

  @Test
  void countsAnImageWithoutTagsAsWrong() {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract("dog", "cat"), "images");
    accuracy.add(tagged("cat/tom.jpg"));
    assertThat(accuracy.labelled()).isEqualTo(1);
    assertThat(accuracy.percent()).isZero();
  }

  @Test
  void looksAtTheBestTagOnly() {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract("dog", "cat"), "images");
    accuracy.add(tagged("cat/tom.jpg", tag(0, "dog", 0.6), tag(1, "cat", 0.4)));
    assertThat(accuracy.percent()).isZero();
  }

  @Test
  void takesFoldersNamedByWordNetId() {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract("dog", "cat"), "images");
    Tag cat =
        Tag.newBuilder().setIndex(1).setLabel("cat").setWnid("n00000001").setScore(0.9f).build();
    accuracy.add(tagged("n00000001/tom.jpg", cat));
    assertThat(accuracy.labelled()).isEqualTo(1);
    assertThat(accuracy.percent()).isEqualTo(100.0);
  }

  @Test
  void takesFoldersNamedByIndexWhereTheModelNamesNoLabels() {
    FolderAccuracy accuracy = new FolderAccuracy(PetModel.contract(), "images");
    accuracy.add(tagged("1/tom.jpg", tag(1, "1", 0.9)));
    accuracy.add(tagged("2/tom.jpg", tag(1, "1", 0.9)));
    assertThat(accuracy.labelled()).isEqualTo(1);
  }
}
