package dev.tagstream.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A page that a command has written, read as its script does. */
public final class WrittenPage {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>");
  private static final Pattern THUMBNAILS =
      Pattern.compile("<script type=\"application/json\" class=\"thumbnails\">(.*?)</script>");

  private final JsonNode data;
  private final List<JsonNode> thumbnails = new ArrayList<>();

  private WrittenPage(String html) throws IOException {
    Matcher found = DATA.matcher(html);
    assertThat(found.find()).as("the page's data").isTrue();
    this.data = JSON.readTree(found.group(1));
    Matcher blocks = THUMBNAILS.matcher(html);
    while (blocks.find()) {
      JSON.readTree(blocks.group(1)).forEach(thumbnails::add);
    }
  }

  /** Reads one. */
  public static WrittenPage read(Path file) throws IOException {
    return new WrittenPage(Files.readString(file));
  }

  /** The images in their order, a line each: the id, then the best label or the reason. */
  public List<String> images() {
    return StreamSupport.stream(data.get("images").spliterator(), false)
        .map(image -> image.path("id").asText("-") + ": " + answer(image))
        .toList();
  }

  private static String answer(JsonNode image) {
    return image.has("reason")
        ? image.get("reason").textValue()
        : image.get("tags").path(0).path(0).asText("-");
  }

  /** A figure of its top. */
  public String figure(String title) {
    for (JsonNode figure : data.get("figures")) {
      if (figure.get(0).textValue().equals(title)) {
        return figure.get(1).textValue();
      }
    }
    return "none";
  }

  /** What it says of itself. */
  public List<String> notes() {
    return StreamSupport.stream(data.get("notes").spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  /** The bytes of each image's thumbnail; none where it has none. */
  public List<byte[]> thumbnails() {
    return thumbnails.stream()
        .map(each -> each.isNull() ? new byte[0] : Base64.getDecoder().decode(each.textValue()))
        .toList();
  }

  /** The fields of an image. */
  public JsonNode image(int at) {
    return data.get("images").get(at);
  }
}
