package dev.tagstream.pipeline.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.tagstream.pipeline.record.ImageSource;
import dev.tagstream.pipeline.record.SourceRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often each record was in progress when a process died. The journals of dead processes
 * are collected in one text file, a line for each record and crash.
 */
final class CrashHistory {

  static final String JOURNAL_SUFFIX = ".journal";

  private static final Logger LOG = LoggerFactory.getLogger(CrashHistory.class);

  private static final String FILE = "crashes";

  /** Kafka's default retention; older records cannot come again. */
  private static final Duration KEPT = Duration.ofDays(7);

  /**
   * One crash.
   *
   * @param journal the name of the journal that recorded it
   */
  private record Crash(Place place, String journal, long foundAtMillis) {

    String line() {
      return String.join(
          " ",
          place.topic(),
          Integer.toString(place.partition()),
          Long.toString(place.offset()),
          Long.toString(place.timestampMillis()),
          journal,
          Long.toString(foundAtMillis));
    }

    static Crash of(String line) {
      String[] words = line.split(" ", -1);
      if (words.length != 6) {
        throw new IllegalArgumentException("6 words make a crash");
      }
      return new Crash(
          new Place(
              words[0],
              Integer.parseInt(words[1]),
              Long.parseLong(words[2]),
              Long.parseLong(words[3])),
          words[4],
          Long.parseLong(words[5]));
    }
  }

  private final Map<Place, Set<String>> journals = new HashMap<>();

  /**
   * The offsets of all places, ascending; they show for nearly every image that it is none of them.
   */
  private final long[] offsets;

  private CrashHistory(List<Crash> crashes) {
    crashes.forEach(
        crash ->
            journals.computeIfAbsent(crash.place(), p -> new HashSet<>()).add(crash.journal()));
    offsets = journals.keySet().stream().mapToLong(Place::offset).sorted().toArray();
  }

  /**
   * Reads a folder and collects the journals of dead processes. The caller holds the folder's lock.
   *
   * @param ownPrefix the prefix of this process's own journals
   */
  static CrashHistory read(Path folder, String ownPrefix) throws IOException {
    List<Crash> crashes = readFile(folder.resolve(FILE));
    List<Path> dead = new ArrayList<>();
    for (Path journal : journalsOfOthers(folder, ownPrefix)) {
      if (takeIn(journal, crashes)) {
        dead.add(journal);
      }
    }
    if (!dead.isEmpty()) {
      writeFile(folder.resolve(FILE), crashes);
      for (Path journal : dead) {
        Files.deleteIfExists(journal);
      }
    }
    return new CrashHistory(crashes);
  }

  /** The number of crashes during which the image was in progress. */
  int crashes(ImageSource source) {
    if (!mayBeKnown(source)) {
      return 0;
    }
    Set<String> known = journals.get(Place.of(source));
    return known == null ? 0 : known.size();
  }

  private boolean mayBeKnown(ImageSource source) {
    return source instanceof SourceRecord record
        ? Arrays.binarySearch(offsets, record.offset()) >= 0
        : offsets.length > 0;
  }

  private static List<Path> journalsOfOthers(Path folder, String ownPrefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).endsWith(JOURNAL_SUFFIX))
          // opening and closing a journal of this process would release its lock
          .filter(file -> !name(file).startsWith(ownPrefix))
          .sorted()
          .toList();
    }
  }

  /** Whether its writer has died, so that the journal has been collected. */
  private static boolean takeIn(Path file, List<Crash> crashes) throws IOException {
    try (FileChannel journal =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock sign = journal.tryLock()) {
      if (sign == null) {
        return false;
      }
      for (CrashJournal.InHand image : CrashJournal.inHand(journal)) {
        LOG.error("The process died while it worked on {}", image.position());
        crashes.add(new Crash(image.place(), name(file), System.currentTimeMillis()));
      }
      return true;
    }
  }

  private static List<Crash> readFile(Path file) throws IOException {
    List<Crash> crashes = new ArrayList<>();
    if (!Files.exists(file)) {
      return crashes;
    }
    long oldest = System.currentTimeMillis() - KEPT.toMillis();
    for (String line : Files.readAllLines(file, UTF_8)) {
      try {
        Crash crash = Crash.of(line);
        if (crash.foundAtMillis() >= oldest) {
          crashes.add(crash);
        }
      } catch (IllegalArgumentException malformed) {
        LOG.warn("{}: '{}' describes no crash and is skipped", file, line);
      }
    }
    return crashes;
  }

  /** Atomic: a process that dies in between leaves the old file and the journals. */
  private static void writeFile(Path file, List<Crash> crashes) throws IOException {
    Path next = file.resolveSibling(FILE + ".next");
    Files.write(next, crashes.stream().map(Crash::line).toList(), UTF_8);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String name(Path file) {
    return requireNonNullElse(file.getFileName(), file).toString();
  }
}
