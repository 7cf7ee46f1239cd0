package dev.tagstream.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {

  @TempDir private Path folder;

  @Test
  void listsEveryRegularFileByItsPathWhateverItIs() throws IOException {
    write("dogs/rex.jpg", "jpeg");
    write("dogs/small/fifi.png", "");
    write("notes.txt", "text");
    write(".hidden", "text");
    assertThat(ImageFolder.list(folder))
        .containsExactly(
            new ImageFile(".hidden", folder.resolve(".hidden"), 4),
            new ImageFile("dogs/rex.jpg", folder.resolve("dogs/rex.jpg"), 4),
            new ImageFile("dogs/small/fifi.png", folder.resolve("dogs/small/fifi.png"), 0),
            new ImageFile("notes.txt", folder.resolve("notes.txt"), 4));
  }

  @Test
  void followsLinksToFilesAndFolders() throws IOException {
    write("images/cat.png", "png");
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Files.createSymbolicLink(photos.resolve("tom.png"), folder.resolve("images/cat.png"));
    Files.createSymbolicLink(photos.resolve("more"), folder.resolve("images"));
    assertThat(ImageFolder.list(photos))
        .extracting(ImageFile::id)
        .containsExactly("more/cat.png", "tom.png");
  }

  @Test
  void leavesOutLinksThatGoInCirclesOrNowhere() throws IOException {
    write("cat.png", "png");
    Files.createSymbolicLink(folder.resolve("self"), folder);
    Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing"));
    assertThat(ImageFolder.list(folder)).extracting(ImageFile::id).containsExactly("cat.png");
  }

  @Test
  void takesALinkToAFolderForTheFolder() throws IOException {
    write("images/cat.png", "png");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("images"));
    assertThat(ImageFolder.list(link)).extracting(ImageFile::id).containsExactly("cat.png");
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    write("cat.png", "png");
    Path file = folder.resolve("cat.png");
    assertThatThrownBy(() -> ImageFolder.list(file))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(file + " is not a folder; name a folder of images");
  }

  @Test
  void refusesAFolderOfEmptyFolders() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    assertThatThrownBy(() -> ImageFolder.list(folder))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(folder + " has no files; name a folder of images");
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
