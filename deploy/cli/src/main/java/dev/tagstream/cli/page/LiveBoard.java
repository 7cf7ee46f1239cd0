package dev.tagstream.cli.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a page shows while it grows: the last images, the last rejects, and figures. Older ones are
 * forgotten. Safe for use by several threads.
 */
public final class LiveBoard {

  /** Tells one board from another that had the same address before. */
  private final long start = System.currentTimeMillis();

  private final int most;
  private final Deque<Shown> tagged = new ArrayDeque<>();
  private final Deque<Shown> rejected = new ArrayDeque<>();
  private long sequence;
  private PageHead head = new PageHead("Tagstream", List.of(), List.of());
  private List<PageHead.Figure> reasons = List.of();
  private List<PageTable> drift = List.of();

  /** An image, by when it came. */
  private record Shown(long sequence, PageImage image) {}

  /**
   * A board.
   *
   * @param most how many images it keeps, and how many rejects
   */
  public LiveBoard(int most) {
    this.most = most;
  }

  /** Adds an image as the newest one. */
  public synchronized void add(PageImage image) {
    Deque<Shown> kind = image.answer() instanceof PageImage.Answer.Rejected ? rejected : tagged;
    sequence++;
    kind.add(new Shown(sequence, image));
    if (kind.size() > most) {
      kind.remove();
    }
  }

  /** Replaces the top of the page. */
  public synchronized void show(PageHead newest, List<PageHead.Figure> newestReasons) {
    head = newest;
    reasons = List.copyOf(newestReasons);
  }

  /** Replaces the tables of drift. */
  public synchronized void showDrift(List<PageTable> newest) {
    drift = List.copyOf(newest);
  }

  /**
   * The top, and the images that came after others, as the page's script reads them.
   *
   * @param after the sequence number of the last image that is known; 0 for all
   */
  synchronized String json(long after) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = ScriptJson.factory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("start", start);
      json.writeNumberField("most", most);
      json.writeNumberField("sequence", sequence);
      PageData.writeHead(json, head);
      json.writeFieldName("reasons");
      PageData.writeFigures(json, reasons);
      json.writeArrayFieldStart("drift");
      for (PageTable table : drift) {
        PageData.writeTable(json, table);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("images");
      List<Shown> newer =
          Stream.concat(tagged.stream(), rejected.stream())
              .filter(shown -> shown.sequence() > after)
              .sorted(Comparator.comparingLong(Shown::sequence))
              .toList();
      for (Shown shown : newer) {
        write(json, shown);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Shown shown) throws IOException {
    json.writeStartObject();
    byte[] thumbnail = shown.image().thumbnail();
    if (thumbnail != null) {
      json.writeStringField("jpeg", Base64.getEncoder().encodeToString(thumbnail));
    }
    json.writeFieldName("image");
    PageImageJson.write(json, shown.image());
    json.writeEndObject();
  }
}
