package dev.tagstream.cli.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The HTML of a page with its style, its script, and a Content-Security-Policy that allows only
 * these two and images that are embedded or come with the data. It has a gap for the data.
 */
final class PageTemplate {

  private static final String GAP = "{{data}}";

  private final String before;
  private final String after;

  /**
   * A page of these parts.
   *
   * @param content the HTML below the title
   * @param requests the origins that its script may request data from, as the policy names them
   */
  private PageTemplate(String content, String style, String script, String requests) {
    if (script.contains("</script") || script.contains("<!--") || style.contains("</style")) {
      throw new IllegalStateException("a page's script or style would end its element");
    }
    String policy =
        "default-src 'none'; img-src data:; connect-src %s; style-src %s; script-src %s; base-uri 'none'; form-action 'none'"
            .formatted(requests, hash(style), hash(script));
    String page =
        resource("page.html")
            .replace("{{policy}}", policy)
            .replace("{{style}}", style)
            .replace("{{script}}", script)
            .replace("{{content}}", content);
    int gap = page.indexOf(GAP);
    this.before = page.substring(0, gap);
    this.after = page.substring(gap + GAP.length());
  }

  /** The template of a gallery of images. */
  static PageTemplate gallery() {
    return new PageTemplate(
        resource("gallery.html"),
        resources("look.css", "gallery.css"),
        resources("card.js", "gallery.js"),
        "'none'");
  }

  /** The page that asks its own server for data, and has none behind its gap. */
  static PageTemplate live() {
    return new PageTemplate(
        resource("live.html"),
        resources("look.css", "live.css"),
        resources("card.js", "live.js"),
        "'self'");
  }

  /** The HTML before the data. */
  String before() {
    return before;
  }

  /** The HTML after the data. */
  String after() {
    return after;
  }

  /** The page with nothing where data belongs. */
  String whole() {
    return before + after;
  }

  private static String resources(String... names) {
    List<String> texts = Arrays.stream(names).map(PageTemplate::resource).toList();
    return texts.stream().collect(Collectors.joining("\n"));
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resources can be read", e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
