package dev.tagstream.pipeline.operator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.pipeline.fetch.AllowList;
import dev.tagstream.pipeline.fetch.ModelFetching;
import dev.tagstream.pipeline.model.session.DeviceRequest;
import dev.tagstream.pipeline.model.session.GpuSettings;
import dev.tagstream.pipeline.model.session.UnusableModelException;
import dev.tagstream.pipeline.objects.s3.S3Settings;
import dev.tagstream.pipeline.swap.SwapMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelLoaderTest {

  private static final String SIGNED = "https://models.example/a.onnx?X-Amz-Signature=secret";

  @TempDir private Path folder;

  @Test
  void keepsTheSignatureOfAUriToItself() {
    ModelFetching fetching =
        new ModelFetching(
            AllowList.of(List.of("https://models.example"), List.of(), ModelFetching.OPTIONS),
            new S3Settings(null, null),
            1000,
            folder.toString());

    assertThatThrownBy(() -> loader(fetching).path())
        .isInstanceOf(UnusableModelException.class)
        .hasMessage(
            "https://models.example/a.onnx: cannot be fetched: https://models.example/a.onnx must have no query");
    assertThatThrownBy(() -> loader(null).path())
        .isInstanceOf(UnusableModelException.class)
        .hasMessageStartingWith("https://models.example/a.onnx: is a URI");
  }

  private static ModelLoader loader(@Nullable ModelFetching fetching) {
    return new ModelLoader(
        SIGNED,
        "0".repeat(64),
        new GpuShare(DeviceRequest.Choice.CPU, List.of(), GpuSettings.USUAL),
        1,
        ModelLoader.Place.LATER,
        fetching,
        SwapMode.BESIDE);
  }
}
