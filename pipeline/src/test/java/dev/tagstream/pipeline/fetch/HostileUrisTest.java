package dev.tagstream.pipeline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.record.RejectReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender may write to reach what it must not, and what it must be able to write. */
final class HostileUrisTest {

  private static final AllowList ALLOWED =
      AllowList.of(
          List.of(
              "https://images.example/public",
              "https://images.example:8443/public/",
              "https://93.184.216.34/public",
              "s3://bucket/images",
              "http://10.0.0.7:9000/"),
          List.of("10.0.0.7"));

  @ParameterizedTest
  @MethodSource("hostile")
  void isRefused(String uri) {
    assertThatThrownBy(() -> ALLOWED.require(uri))
        .isInstanceOfSatisfying(
            UnfetchableException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RejectReason.URI_NOT_ALLOWED);
              assertThat(refused.detail()).doesNotContain("\n", "\r", "secret");
            });
  }

  static Stream<String> hostile() {
    return Stream.of(
        // schemes
        "",
        "cat.jpg",
        "/etc/passwd",
        "//images.example/public/cat.jpg",
        "file:///etc/passwd",
        "file://images.example/public/cat.jpg",
        "ftp://images.example/public/cat.jpg",
        "gopher://images.example:443/public/_x",
        "jar:https://images.example/public/a.jar!/cat.jpg",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "ldap://images.example/public",
        "http://images.example/public/cat.jpg",
        "https:images.example/public/cat.jpg",
        "https:/images.example/public/cat.jpg",
        "https:///images.example/public/cat.jpg",
        "https:\\\\images.example\\public\\cat.jpg",
        " https://images.example/public/cat.jpg",
        "https ://images.example/public/cat.jpg",
        "s3a://bucket/images/cat.jpg",
        "s3n://bucket/images/cat.jpg",
        "url:https://images.example/public/cat.jpg",
        // users and passwords
        "https://user:secret@images.example/public/cat.jpg",
        "https://images.example@evil.example/public/cat.jpg",
        "https://images.example:secret@evil.example/public/cat.jpg",
        "https://images.example%40evil.example/public/cat.jpg",
        "https://evil.example#@images.example/public/cat.jpg",
        "https://evil.example\\@images.example/public/cat.jpg",
        "https://@images.example/public/cat.jpg",
        "s3://id:secret@bucket/images/cat.jpg",
        // hosts
        "https://evil.example/public/cat.jpg",
        "https://images.example.evil.example/public/cat.jpg",
        "https://images.example./public/cat.jpg",
        "https://evil-images.example/public/cat.jpg",
        "https://images.example-evil/public/cat.jpg",
        "https://images..example/public/cat.jpg",
        "https://images。example/public/cat.jpg",
        "https://images．example/public/cat.jpg",
        "https://ımages.example/public/cat.jpg",
        "https://images.example\u0000.evil.example/public/cat.jpg",
        "https://images%2eexample/public/cat.jpg",
        "https://*/public/cat.jpg",
        "https:///public/cat.jpg",
        // addresses
        "https://127.0.0.1/public/cat.jpg",
        "https://localhost/public/cat.jpg",
        "https://2130706433/public/cat.jpg",
        "https://1572395042/public/cat.jpg",
        "https://0x7f000001/public/cat.jpg",
        "https://0x5db8d822/public/cat.jpg",
        "https://017700000001/public/cat.jpg",
        "https://0135.0270.0330.042/public/cat.jpg",
        "https://127.1/public/cat.jpg",
        "https://93.12113954/public/cat.jpg",
        "https://0/public/cat.jpg",
        "https://93.184.216.34.0/public/cat.jpg",
        "https://93.184.216.034/public/cat.jpg",
        "https://93.184.216.0x22/public/cat.jpg",
        "https://[::1]/public/cat.jpg",
        "https://[::ffff:127.0.0.1]/public/cat.jpg",
        "https://[::ffff:7f00:1]/public/cat.jpg",
        "https://[::127.0.0.1]/public/cat.jpg",
        "https://[fe80::1%25eth0]/public/cat.jpg",
        "https://[fe80::1%eth0]/public/cat.jpg",
        "https://[64:ff9b::7f00:1]/public/cat.jpg",
        "https://[2002:7f00:1::]/public/cat.jpg",
        "https://[images.example]/public/cat.jpg",
        "https://[::1/public/cat.jpg",
        "https://①②⑦.0.0.1/public/cat.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "https://169.254.169.254/public/cat.jpg",
        "https://metadata.google.internal/public/cat.jpg",
        // ports
        "https://images.example:80/public/cat.jpg",
        "https://images.example:/public/cat.jpg",
        "https://images.example:0/public/cat.jpg",
        "https://images.example:99999/public/cat.jpg",
        "https://images.example:4294967739/public/cat.jpg",
        "https://images.example:443:80/public/cat.jpg",
        "https://images.example:-443/public/cat.jpg",
        "http://10.0.0.7/cat.jpg",
        "https://10.0.0.7:9000/cat.jpg",
        "http://10.0.0.7:9001/cat.jpg",
        // paths
        "https://images.example/",
        "https://images.example",
        "https://images.example/public-of-others/cat.jpg",
        "https://images.example/PUBLIC/cat.jpg",
        "https://images.example/publi%63/cat.jpg",
        "https://images.example:8443/public",
        "https://images.example/public/../private/cat.jpg",
        "https://images.example/public/..",
        "https://images.example/public/./cat.jpg",
        "https://images.example/public/..;/private/cat.jpg",
        "https://images.example/public/%2e%2e/private/cat.jpg",
        "https://images.example/public/.%2E/private/cat.jpg",
        "https://images.example/public/%252e%252e/private/cat.jpg",
        "https://images.example/public/%25252e/private/cat.jpg",
        "https://images.example/public%2f..%2fprivate/cat.jpg",
        "https://images.example/public/..%5cprivate/cat.jpg",
        "https://images.example/public\\..\\private\\cat.jpg",
        "https://images.example/public/%00cat.jpg",
        "https://images.example/public/%0d%0aHost:%20evil.example",
        "https://images.example/public/cat.jpg\r\nHost: evil.example",
        "https://images.example/public/cat.jpg HTTP/1.1",
        "https://images.example/public/cat.jpg\nX: y",
        "https://images.example/public/cat.jpg\t",
        "https://images.example/public/%c",
        "https://images.example/public/%zz",
        "https://images.example/public/cat.jpg#private",
        "https://images.example/public/cat.jpg?q=\r\nX: y",
        "https://images.example/public/cat.jpg?q=%z",
        "https://images.example/public/kätzchen.jpg",
        "https://images.example/public/" + "a".repeat(5000),
        // buckets and keys
        "s3://bucket-evil/images/cat.jpg",
        "s3://bucket.evil/images/cat.jpg",
        "s3://evil/bucket/images/cat.jpg",
        "s3://Bucket/images/cat.jpg",
        "s3://bucket:9000/images/cat.jpg",
        "s3://bucket/images-of-others/cat.jpg",
        "s3://bucket/other/cat.jpg",
        "s3://bucket//images/cat.jpg",
        "s3://bucket/images/../other/cat.jpg",
        "s3://bucket/images/..",
        "s3://bucket/images/a\\..\\cat.jpg",
        "s3://bucket/images/cat.jpg\n",
        "s3://bucket/images/\u0000",
        "s3://bucket/images/\u0085",
        "s3://bucket",
        "s3://",
        "s3:///images/cat.jpg",
        "s3://arn:aws:s3:::bucket/images/cat.jpg",
        "s3://bucket/images/" + "k".repeat(1020));
  }

  @Test
  void theTableHasMoreThanSixtyRowsAndNoneTwice() {
    assertThat(hostile()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://images.example/public",
        "https://images.example/public/cat.jpg",
        "HTTPS://IMAGES.example/public/a/b%20c.jpg?w=100&sig=a%2Fb",
        "https://images.example/public/cat.jpg?X-Amz-Date=20260102T030405Z&X-Amz-Signature=0a/?",
        "https://images.example:443/public/cat..jpg",
        "https://images.example/public/100%25.jpg",
        "https://images.example:8443/public/.hidden",
        "https://93.184.216.34/public/cat.jpg",
        "http://10.0.0.7:9000/anything",
        "s3://bucket/images",
        "s3://bucket/images/cat.jpg",
        "s3://bucket/images/kätzchen 100%.jpg?#"
      })
  void isTaken(String uri) throws Exception {
    assertThat(ALLOWED.require(uri)).isNotNull();
  }

  @Test
  void messagesShowNoQuery() throws Exception {
    assertThat(ALLOWED.require("https://images.example/public/cat.jpg?sig=secret"))
        .hasToString("https://images.example/public/cat.jpg");
    assertThatThrownBy(() -> ALLOWED.require("https://images.example/private/cat.jpg?sig=secret"))
        .hasMessage(
            "https://images.example/private/cat.jpg is not in a place of tagging.fetch.allow");
  }

  @Test
  void saysWhichPlacesItTakes() {
    assertPlaces(
        "http://images.example/",
        "'http://images.example/': http is for private hosts only; use https, or name"
            + " images.example as a private host");
    assertPlaces("https://images.example/?a=b", "'https://images.example/' must have no query");
    assertPlaces(
        "ftp://images.example/",
        "'ftp://images.example/': the URI is not of the form https://host/path or"
            + " s3://bucket/key");
    assertThatThrownBy(
            () -> AllowList.of(List.of("https://images.example/"), List.of("other.example")))
        .hasMessage("the private host 'other.example' is not in any place");
  }

  private static void assertPlaces(String place, String message) {
    assertThatThrownBy(() -> AllowList.of(List.of(place), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
