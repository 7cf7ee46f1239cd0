package dev.tagstream.pipeline.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class HostMemoryTest {

  private static final int BYTES = 4096;

  private final StandInDriver driver = new StandInDriver();

  @Test
  void pinsABufferUntilItIsFreed() {
    HostMemory memory = HostMemory.pinned(Gpu.open(driver.functions(), 0));

    ByteBuffer one = memory.allocate(BYTES);
    ByteBuffer two = memory.allocate(BYTES);
    assertThat(driver.pinned)
        .containsExactly(Native.getDirectBufferPointer(one), Native.getDirectBufferPointer(two));

    memory.free(one);
    assertThat(driver.pinned).containsExactly(Native.getDirectBufferPointer(two));
    memory.free(two);
    memory.close();
    assertThat(driver.pinned).isEmpty();
    assertThat(driver.released).isTrue();
  }

  @Test
  void givesABufferThatTheDriverDoesNotPin() {
    driver.pins = false;
    try (HostMemory memory = HostMemory.pinned(Gpu.open(driver.functions(), 0))) {
      ByteBuffer pageable = memory.allocate(BYTES);

      assertUsable(pageable);
      // the driver would refuse to release what it has not pinned
      memory.free(pageable);
    }
  }

  @Test
  void staysPageableWithoutADriver() {
    assumeThat(NvidiaCard.isHere()).as("whether there is a card").isFalse();
    try (HostMemory memory = HostMemory.pinned(0)) {
      ByteBuffer pageable = memory.allocate(BYTES);

      assertUsable(pageable);
      memory.free(pageable);
    }
  }

  private static void assertUsable(ByteBuffer buffer) {
    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.order()).isEqualTo(ByteOrder.nativeOrder());
    assertThat(buffer.capacity()).isEqualTo(BYTES);
  }
}
