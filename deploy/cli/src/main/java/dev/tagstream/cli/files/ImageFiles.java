package dev.tagstream.cli.files;

import dev.tagstream.console.ImageFile;
import java.io.IOException;

/** Image files, visited one by one because there may be millions. */
public interface ImageFiles {

  /** Visits every file, in any order. */
  void forEach(Visitor visitor) throws IOException, InterruptedException;

  /** Receives the files of a visit. */
  interface Visitor {

    void visit(ImageFile file) throws IOException, InterruptedException;

    /** Receives a file or folder that is missing or cannot be read. */
    void visitUnreadable(String path) throws IOException, InterruptedException;
  }
}
