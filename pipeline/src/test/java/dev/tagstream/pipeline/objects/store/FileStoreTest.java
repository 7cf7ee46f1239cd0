package dev.tagstream.pipeline.objects.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStoreTest {

  @TempDir private Path folder;

  @Test
  void listsAFolderAndThoseWithinPageByPage() throws Exception {
    for (String name : List.of("b.jpg", "a/2.jpg", "a/1.jpg", "a-file.jpg", "c/d/e.jpg", "z.jpg")) {
      write(name, "x");
    }
    Files.createDirectories(folder.resolve("empty"));

    assertThat(listing(2)).isEqualTo(listing(100)).isEqualTo(listing(1));
    assertThat(listing(2))
        .containsExactly("a/1.jpg", "a/2.jpg", "a-file.jpg", "b.jpg", "c/d/e.jpg", "z.jpg");
  }

  @Test
  void goesOnFromATokenInAnotherProcessAfterItsFileIsGone() throws Exception {
    for (int i = 0; i < 5; i++) {
      write("f/" + i + ".jpg", "x");
    }
    ObjectPage first = new FileStore(2).list(folder.toString(), null);
    Files.delete(folder.resolve("f/1.jpg"));

    ObjectPage second = new FileStore(2).list(folder.toString(), first.next());

    assertThat(second.objects())
        .extracting(StoredObject::fileName)
        .containsExactly("2.jpg", "3.jpg");
  }

  @Test
  void followsNoLinkToAFolderSoThatACircleEnds() throws Exception {
    write("a/1.jpg", "x");
    Files.createSymbolicLink(folder.resolve("a/circle"), folder);
    Files.createSymbolicLink(folder.resolve("linked.jpg"), folder.resolve("a/1.jpg"));

    assertThat(listing(10)).containsExactly("a/1.jpg", "linked.jpg");
  }

  @Test
  void listsAFileAsItself() throws Exception {
    Path file = write("kätzchen 1.jpg", "meow");

    ObjectPage page = new FileStore().list(file.toUri().toString(), null);

    assertThat(page.next()).isNull();
    assertThat(page.objects())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.uri()).isEqualTo(file.toUri().toString());
              assertThat(object.bytes()).isEqualTo(4);
              assertThat(object.version()).startsWith("4-");
            });
    try (InputStream stream = new FileStore().open(page.objects().get(0), 1)) {
      assertThat(stream.readAllBytes()).isEqualTo("eow".getBytes(UTF_8));
    }
  }

  @Test
  void opensNoFileThatWasOverwrittenSinceItWasListed() throws Exception {
    Path file = write("cats.tar", "meow");
    StoredObject listed = new FileStore().list(file.toString(), null).objects().get(0);
    write("cats.tar", "meow, meow");

    assertThatThrownBy(() -> new FileStore().open(listed, 0))
        .isInstanceOf(ObjectUnavailableException.class)
        .hasMessage("%s was overwritten since it was listed", file)
        .extracting(thrown -> ((ObjectUnavailableException) thrown).why())
        .isEqualTo(ObjectUnavailableException.Cause.CHANGED);
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> new FileStore().list(folder.resolve("none").toString(), null))
        .isInstanceOf(ObjectUnavailableException.class)
        .hasMessage(folder.resolve("none") + " does not exist");
  }

  private List<String> listing(int filesInAPage) throws Exception {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      ObjectPage page = new FileStore(filesInAPage).list(folder.toString(), token);
      assertThat(page.objects()).hasSizeLessThanOrEqualTo(filesInAPage);
      page.objects()
          .forEach(object -> names.add(object.uri().substring(folder.toUri().toString().length())));
      token = page.next();
    } while (token != null);
    return names;
  }

  private Path write(String name, String content) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
