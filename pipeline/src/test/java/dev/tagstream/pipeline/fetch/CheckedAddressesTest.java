package dev.tagstream.pipeline.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckedAddressesTest {

  private static final AllowList ALLOWED =
      AllowList.of(
          List.of(
              "https://images.example/",
              "https://inner.example/",
              "http://169.254.1.2/",
              "https://[fd00::7]/"),
          List.of("inner.example", "169.254.1.2", "[fd00::7]"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void leadsInsideAndIsRefused(String address) throws Exception {
    assertThatThrownBy(() -> resolve("images.example", address))
        .isInstanceOf(CheckedAddresses.ForbiddenException.class)
        .hasMessageEndingWith(
            ", which is not public; tagging.fetch.private-hosts does not allow it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2606:4700::1111"
      })
  void isPublic(String address) throws Exception {
    assertThat(resolve("images.example", address)).containsExactly(InetAddress.getByName(address));
  }

  @Test
  void oneForbiddenAddressForbidsTheOthers() {
    assertThatThrownBy(() -> resolve("images.example", "1.1.1.1", "10.0.0.1"))
        .isInstanceOf(CheckedAddresses.ForbiddenException.class);
  }

  @Test
  void aNameThatAnswersDifferentlyTheSecondTimeIsRefusedThen() throws Exception {
    Queue<String> answers = new ArrayDeque<>(List.of("1.1.1.1", "127.0.0.1"));
    CheckedAddresses addresses =
        new CheckedAddresses(
            ALLOWED, host -> new InetAddress[] {InetAddress.getByName(answers.remove())});

    assertThat(addresses.resolve("images.example"))
        .containsExactly(InetAddress.getByName("1.1.1.1"));
    assertThatThrownBy(() -> addresses.resolve("images.example"))
        .isInstanceOf(CheckedAddresses.ForbiddenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "100.64.0.1", "192.168.1.1", "fd00::1"})
  void isAllowedForAHostThatIsNamed(String address) throws Exception {
    assertThat(resolve("inner.example", address)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fe80::1", "fd00:ec2::254", "0.0.0.0", "224.0.0.1"})
  void metadataAndTheLikeAreForNoNameAtAll(String address) {
    assertThatThrownBy(() -> resolve("inner.example", address))
        .isInstanceOf(CheckedAddresses.ForbiddenException.class);
  }

  @Test
  void anAddressMayBeNamedItself() throws Exception {
    assertThat(resolve("169.254.1.2", "169.254.1.2")).hasSize(1);
    assertThat(resolve("fd00:0:0:0:0:0:0:7", "fd00::7")).hasSize(1);
  }

  private static InetAddress[] resolve(String host, String... addresses) throws Exception {
    InetAddress[] found = new InetAddress[addresses.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(addresses[i]);
    }
    return new CheckedAddresses(ALLOWED, any -> found).resolve(host);
  }
}
