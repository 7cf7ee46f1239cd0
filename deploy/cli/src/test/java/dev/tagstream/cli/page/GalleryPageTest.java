package dev.tagstream.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.Checkout;
import dev.tagstream.cli.page.PageHead.Figure;
import dev.tagstream.pipeline.image.ImageLimits;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page of 5,000 images in a real browser, some with ids and labels that try to be more. */
final class GalleryPageTest {

  private static final int IMAGES = 5_000;
  private static final String MARKUP = "<img src=x onerror=hostile=1>";
  private static final String SCRIPT_END = "</script><script>hostile=1</script>";
  private static final String STEERING = "cat\u202egnp.exe\u2028\u0007\ud800";

  private static Chromium chromium;
  private static String address;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    chromium = Chromium.start(Checkout.path());
    Path file = folder.resolve("page.html");
    write(file);
    address = file.toUri().toString();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void load() throws Exception {
    chromium.resize(1280, 900);
    chromium.prefer("light");
    chromium.driver().get(address);
  }

  @Test
  void showsThousandsOfImagesWithAFewCardsInTheDocument() {
    assertThat(text("count")).isEqualTo("5,000 of 5,000 images");
    assertThat(cards()).hasSizeBetween(15, 60);

    chromium.run("window.scrollTo(0, document.body.scrollHeight)");
    awaitText("image-4999.jpg");

    assertThat(cards()).hasSizeBetween(10, 60);
    assertThat((Long) chromium.run("return document.querySelector('#grid img').naturalWidth"))
        .isEqualTo(Thumbnails.MAX_SIDE);
  }

  @Test
  void takesIdsLabelsAndReasonsForTextWhateverTheySay() {
    search("hostile");
    assertThat(text("count")).isEqualTo("3 of 5,000 images");
    assertThat(names()).contains(MARKUP, SCRIPT_END);
    search("gnp.exe");
    assertThat(names()).contains("cat\ufffdgnp.exe\ufffd\ufffd\ufffd");
    driver(By.cssSelector(".card")).click();

    assertThat(chromium.run("return typeof hostile")).isEqualTo("undefined");
    assertThat(chromium.run("return document.querySelectorAll('main img[src=x]').length"))
        .isEqualTo(0L);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void asksNobodyForAnything() throws Exception {
    chromium.run("window.scrollTo(0, 100000)");
    awaitText("image-18");

    assertThat(chromium.requests()).containsOnly(address);
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void refusesAScriptThatIsNotItsOwn() {
    chromium.run(
        "const s = document.createElement('script'); s.textContent = 'hostile = 1';"
            + " document.body.append(s)");

    assertThat(chromium.run("return typeof hostile")).isEqualTo("undefined");
    assertThat(chromium.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
  }

  @Test
  void isUsedWithTheKeyboardAlone() {
    press("/");
    assertThat(focused()).isEqualTo("search");
    chromium.driver().switchTo().activeElement().sendKeys("image-100", Keys.ENTER);
    awaitCount("11 of 5,000 images");
    assertThat(focusedText()).contains("image-100.jpg");

    press(Keys.ARROW_RIGHT);
    assertThat(focusedText()).contains("image-1000.jpg");
    press(Keys.ENTER);
    assertThat(text("dialog-name")).isEqualTo("image-1000.jpg");
    assertThat(text("place")).isEqualTo("2 of 11");
    press(Keys.ARROW_RIGHT);
    assertThat(text("dialog-name")).isEqualTo("image-1001.jpg");
    press(Keys.ESCAPE);
    awaitCondition("document.activeElement.textContent.includes('image-1001')");

    assertThat(driver(By.id("dialog")).isDisplayed()).isFalse();
    assertThat(focusedText()).contains("image-1001.jpg");
    press(Keys.END);
    assertThat(focusedText()).contains("image-1009.jpg");
  }

  @Test
  void filtersAndSortsByLabelConfidenceReasonAndMistakes() {
    select("label", "tabby");
    awaitCount("1,649 of 5,000 images");
    chromium.run(
        "const most = document.getElementById('most'); most.value = 50;"
            + " most.dispatchEvent(new Event('input', {bubbles: true}))");
    select("sort", "sure");
    assertThat(driver(By.cssSelector(".card .score")).getText()).isEqualTo("49.8 %");

    driver(By.cssSelector("button[type=reset]")).click();
    awaitCount("5,000 of 5,000 images");
    select("reason", "CORRUPT_IMAGE");
    awaitCount("49 of 5,000 images");
    driver(By.cssSelector("button[type=reset]")).click();
    awaitCount("5,000 of 5,000 images");
    driver(By.cssSelector("input[value=wrong]")).click();
    select("sort", "wrong");
    awaitCount("3,297 of 5,000 images");
    assertThat(driver(By.cssSelector(".card .mark")).getText()).startsWith("is ");
  }

  @Test
  void showsTheConfusionsAndTheImagesBehindEachOfThem() {
    driver(By.id("confusions-title")).click();
    WebElement cell = driver(By.cssSelector("#matrix td.wrong button"));
    String times = cell.getText();
    cell.click();

    awaitCount(String.format(Locale.ROOT, "%,d of 5,000 images", Long.parseLong(times)));
    assertThat(driver(By.cssSelector("#tables table")).getText())
        .contains("class", "right", "tabby");
  }

  @Test
  void fitsAPhone() {
    chromium.resize(390, 844);
    chromium.driver().get(address);

    assertThat(chromium.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    assertThat(chromium.run("return document.getElementById('filters').open")).isEqualTo(false);
    assertThat(cards().get(1).getRect().getY()).isEqualTo(cards().get(0).getRect().getY());
    assertThat(cards().get(2).getRect().getY()).isGreaterThan(cards().get(0).getRect().getY());
    cards().get(0).click();
    assertThat(driver(By.id("dialog")).getRect().getWidth()).isLessThanOrEqualTo(390);
    driver(By.id("close")).click();
    driver(By.cssSelector("#filters > summary")).click();
    assertThat(chromium.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "dark, 390"})
  void hasTextOfEnoughContrastAndANameForEachControl(String scheme, int width) throws Exception {
    chromium.resize(width, 900);
    chromium.prefer(scheme);
    chromium.driver().get(address);
    chromium.run("document.querySelectorAll('details').forEach(one => one.open = true)");

    assertThat((List<?>) chromium.runResource("faint.js")).isEmpty();
    assertThat(chromium.driver().findElements(By.cssSelector("input, select, button")))
        .filteredOn(WebElement::isDisplayed)
        .filteredOn(control -> String.valueOf(control.getAccessibleName()).isBlank())
        .extracting(control -> control.getAttribute("outerHTML"))
        .isEmpty();
    chromium.photograph(
        Checkout.path().resolve("deploy/cli/target/pages/%s-%d.png".formatted(scheme, width)));
  }

  private static void write(Path file) throws Exception {
    List<String> labels = List.of("tabby", "Egyptian cat", "espresso");
    byte[][] thumbnails = new byte[12][];
    try (Thumbnails small = new Thumbnails(new ImageLimits(1 << 20, 1 << 20, 1 << 12));
        PageFile page = PageFile.begin(file)) {
      for (int i = 0; i < thumbnails.length; i++) {
        thumbnails[i] = small.of(image(i));
      }
      for (int i = 0; i < IMAGES - 4; i++) {
        page.add(image("image-%d.jpg".formatted(i), i, labels, thumbnails[i % thumbnails.length]));
      }
      page.add(hostile(MARKUP, "x"));
      page.add(hostile("x.jpg", SCRIPT_END));
      page.add(hostile(SCRIPT_END, MARKUP));
      page.add(hostile(STEERING, "image-4999.jpg"));
      page.finish(
          new PageHead(
              "photos", List.of("model resnet50"), List.of(Figure.count("tagged", IMAGES - 49))),
          List.of());
    }
  }

  private static PageImage image(String id, int at, List<String> labels, byte[] thumbnail) {
    if (at % 100 == 99) {
      return PageImage.of(
          id, new PageImage.Answer.Rejected("CORRUPT_IMAGE", "JPEG: no end"), thumbnail);
    }
    float score = at % 1000 / 999f;
    List<PageTag> tags =
        List.of(
            new PageTag(labels.get(at % 3), score),
            new PageTag(labels.get((at + 1) % 3), (1 - score) / 2));
    KnownClass known = new KnownClass(labels.get(at % 2), at % 3 == at % 2, null);
    return new PageImage(id, null, new PageImage.Answer.Tagged(tags), known, thumbnail);
  }

  private static PageImage hostile(String id, String label) {
    return PageImage.of(id, new PageImage.Answer.Tagged(List.of(new PageTag(label, 0.5f))), null);
  }

  private static byte[] image(int number) throws Exception {
    BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.getHSBColor(number / 12f, 0.5f, 0.9f));
    graphics.fillRect(0, 0, 400, 300);
    graphics.setColor(Color.WHITE);
    graphics.fillOval(100, 50, 200, 200);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private WebElement driver(By by) {
    return chromium.driver().findElement(by);
  }

  private String text(String id) {
    return driver(By.id(id)).getText();
  }

  private List<WebElement> cards() {
    return chromium.driver().findElements(By.cssSelector("#grid .card"));
  }

  private List<String> names() {
    return chromium.driver().findElements(By.cssSelector("#grid .name")).stream()
        .map(WebElement::getText)
        .toList();
  }

  private void search(String words) {
    WebElement search = driver(By.id("search"));
    search.clear();
    search.sendKeys(words);
    awaitCondition("document.querySelectorAll('#grid li').length < 10");
  }

  private void select(String id, String value) {
    driver(By.cssSelector("#%s option[value='%s']".formatted(id, value))).click();
    awaitCondition("true");
  }

  private void press(CharSequence key) {
    chromium.driver().switchTo().activeElement().sendKeys(key);
  }

  private @Nullable String focused() {
    return chromium.driver().switchTo().activeElement().getAttribute("id");
  }

  private String focusedText() {
    return driver(By.cssSelector(".card:focus")).getText();
  }

  private void awaitText(String text) {
    awaitCondition("document.getElementById('grid').textContent.includes('" + text + "')");
  }

  private void awaitCount(String count) {
    awaitCondition("document.getElementById('count').textContent === '" + count + "'");
  }

  /** Waits for a few frames at most: the page works before the next one. */
  private void awaitCondition(String condition) {
    Object fulfilled =
        chromium
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                let frames = 120;
                const look = () => %s ? done(true)
                    : --frames === 0 ? done(false) : requestAnimationFrame(look);
                requestAnimationFrame(() => requestAnimationFrame(look));
                """
                    .formatted(condition));
    assertThat(fulfilled).as(condition + ", but " + text("count")).isEqualTo(true);
  }
}
