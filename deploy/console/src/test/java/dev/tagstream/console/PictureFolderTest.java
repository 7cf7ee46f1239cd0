package dev.tagstream.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PictureFolderTest {

  @TempDir private Path folder;

  @Test
  void listsEveryRegularFileByItsPathWhateverItIs() throws IOException {
    write("dogs/rex.jpg", "jpeg");
    write("dogs/small/fifi.png", "");
    write("notes.txt", "text");
    write(".hidden", "text");
    assertThat(PictureFolder.list(folder))
        .containsExactly(
            new PictureFile(".hidden", folder.resolve(".hidden"), 4),
            new PictureFile("dogs/rex.jpg", folder.resolve("dogs/rex.jpg"), 4),
            new PictureFile("dogs/small/fifi.png", folder.resolve("dogs/small/fifi.png"), 0),
            new PictureFile("notes.txt", folder.resolve("notes.txt"), 4));
  }

  @Test
  void followsLinksToFilesAndFolders() throws IOException {
    write("pictures/cat.png", "png");
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Files.createSymbolicLink(photos.resolve("tom.png"), folder.resolve("pictures/cat.png"));
    Files.createSymbolicLink(photos.resolve("more"), folder.resolve("pictures"));
    assertThat(PictureFolder.list(photos))
        .extracting(PictureFile::id)
        .containsExactly("more/cat.png", "tom.png");
  }

  @Test
  void leavesOutLinksThatGoInCirclesOrNowhere() throws IOException {
    write("cat.png", "png");
    Files.createSymbolicLink(folder.resolve("self"), folder);
    Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("missing"));
    assertThat(PictureFolder.list(folder)).extracting(PictureFile::id).containsExactly("cat.png");
  }

  @Test
  void takesALinkToAFolderForTheFolder() throws IOException {
    write("pictures/cat.png", "png");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("pictures"));
    assertThat(PictureFolder.list(link)).extracting(PictureFile::id).containsExactly("cat.png");
  }

  @Test
  void refusesAFileInPlaceOfAFolder() throws IOException {
    write("cat.png", "png");
    Path file = folder.resolve("cat.png");
    assertThatThrownBy(() -> PictureFolder.list(file))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(file + " is not a folder; name a folder of pictures");
  }

  @Test
  void refusesAFolderOfEmptyFolders() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    assertThatThrownBy(() -> PictureFolder.list(folder))
        .isInstanceOf(UserErrorException.class)
        .hasMessage(folder + " has no files; name a folder of pictures");
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
