package dev.tagstream.cli.publish;

import dev.tagstream.cli.files.IdFilter;
import dev.tagstream.cli.files.ImageFiles;
import dev.tagstream.cli.state.DigestFile;
import dev.tagstream.console.Console;
import dev.tagstream.console.ImageFile;
import dev.tagstream.console.Progress;
import dev.tagstream.console.UserErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.errors.InterruptException;

/** One call of {@code publish}: its files, its rate, and its messages. */
final class Publication {

  /** Java's replacement for bytes that are not valid UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private final ImageFiles files;
  private final IdFilter filter;
  private final PublishJournal journal;
  private final PublishImages publisher;
  private final Console console;

  Publication(
      ImageFiles files,
      IdFilter filter,
      PublishJournal journal,
      PublishImages publisher,
      Console console) {
    this.files = files;
    this.filter = filter;
    this.journal = journal;
    this.publisher = publisher;
    this.console = console;
  }

  /** Prints how many files would be published, and names those that cannot be. */
  void tellWhatItWouldDo(String topic) throws IOException, InterruptedException {
    Count count = count();
    files.forEach(
        new Wanted() {
          @Override
          void visitWanted(ImageFile file) {
            publisher.fits(file);
          }

          @Override
          public void visitUnreadable(String path) {
            publisher.unreadable(path);
          }
        });
    publisher.tell(console);
    say("would publish %d files of %d bytes to %s".formatted(count.files, count.bytes, topic));
  }

  /**
   * Publishes the files and waits until the broker has them.
   *
   * @param filesPerSecond the most files a second
   */
  void publish(String topic, double filesPerSecond) throws IOException, InterruptedException {
    long before = journal.count();
    Count count = count();
    if (count.files == 0 && before == 0) {
      throw new UserErrorException("there are no files to publish; check the folder and --include");
    }
    try {
      publish(count.files, new Pace(filesPerSecond));
    } catch (InterruptedException | InterruptException | UserErrorException e) {
      // events that were already sent still arrive and are recorded
      publisher.close();
      say(
          "published %d of %d files to %s; run it again with --resume for the others"
              .formatted(publisher.published(), count.files, topic));
      throw e;
    }
    publisher.tell(console);
    say(
        "published %d events to %s%s"
            .formatted(
                publisher.published(),
                topic,
                before == 0 ? "" : "; %d were published before".formatted(before)));
  }

  private void publish(long total, Pace pace) throws IOException, InterruptedException {
    try (Progress progress = console.progress("published", total)) {
      files.forEach(
          new Wanted() {
            @Override
            void visitWanted(ImageFile file) throws IOException, InterruptedException {
              pace.await();
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
              publisher.publish(file);
              progress.done(publisher.published());
            }

            @Override
            public void visitUnreadable(String path) {
              publisher.unreadable(path);
            }
          });
      publisher.flush();
    }
  }

  /** Counts the files, and refuses two that have the same id, before any is published. */
  private Count count() throws IOException, InterruptedException {
    Path doubtfulIds = temporaryFile();
    try (DigestFile ids = DigestFile.open(doubtfulIds);
        Progress progress = console.progress("found", Progress.UNKNOWN)) {
      Count count = new Count(ids, progress);
      files.forEach(count);
      return count;
    } finally {
      Files.deleteIfExists(doubtfulIds);
    }
  }

  private static Path temporaryFile() throws IOException {
    try {
      return Files.createTempFile("tagstream-ids-", "");
    } catch (IOException refused) {
      throw new UserErrorException(
          "%s: cannot be written, for the ids of files: %s; name another folder in JAVA_TOOL_OPTIONS, with -Djava.io.tmpdir"
              .formatted(System.getProperty("java.io.tmpdir"), refused));
    }
  }

  private void say(String line) {
    console.out().println(line);
    console.out().flush();
  }

  /** Visits the files that are chosen and not yet published. */
  private abstract class Wanted implements ImageFiles.Visitor {

    abstract void visitWanted(ImageFile file) throws IOException, InterruptedException;

    @Override
    public final void visit(ImageFile file) throws IOException, InterruptedException {
      if (filter.test(file.id()) && !journal.contains(file.id())) {
        visitWanted(file);
      }
    }
  }

  private final class Count implements ImageFiles.Visitor {

    /** Those of file names that are not valid Unicode; two such files can have the same id. */
    private final DigestFile doubtfulIds;

    private final Progress progress;
    private long files;
    private long bytes;

    Count(DigestFile doubtfulIds, Progress progress) {
      this.doubtfulIds = doubtfulIds;
      this.progress = progress;
    }

    @Override
    public void visit(ImageFile file) throws IOException {
      if (filter.test(file.id())) {
        requireOwnId(file.id());
        if (!journal.contains(file.id())) {
          files++;
          bytes += file.bytes();
          progress.done(files);
        }
      }
    }

    @Override
    public void visitUnreadable(String path) {}

    private void requireOwnId(String id) throws IOException {
      if (id.indexOf(REPLACEMENT) < 0) {
        return;
      }
      if (doubtfulIds.contains(id)) {
        throw new UserErrorException(
            "two files read as '%s' because their names are not valid UTF-8; rename one"
                .formatted(id));
      }
      doubtfulIds.add(id);
    }
  }
}
