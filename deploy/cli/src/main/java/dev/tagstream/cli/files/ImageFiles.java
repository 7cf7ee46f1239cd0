package dev.tagstream.cli.files;

import dev.tagstream.console.ImageFile;
import java.io.IOException;

/** Files that are to be published, visited one by one: there may be ten million. */
public interface ImageFiles {

  /** Visits every file, in any order. */
  void forEach(Visitor visitor) throws IOException, InterruptedException;

  /** What is done with the files. */
  interface Visitor {

    void visit(ImageFile file) throws IOException, InterruptedException;

    /** A file or folder that is missing or may not be read. */
    void visitUnreadable(String path) throws IOException, InterruptedException;
  }
}
