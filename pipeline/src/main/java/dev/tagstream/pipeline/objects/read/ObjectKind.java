package dev.tagstream.pipeline.objects.read;

import dev.tagstream.pipeline.objects.store.StoredObject;
import java.util.Locale;
import java.util.Set;

/** What an object is, by the end of its name. */
public enum ObjectKind {
  /** An image. */
  IMAGE,
  /** A tar archive, perhaps compressed by gzip. */
  TAR,
  /** A Parquet file. */
  PARQUET,
  /** An image if it begins like one. */
  UNKNOWN,
  /** Nothing with images in it, such as a text. */
  OTHER;

  private static final Set<String> IMAGES =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "tif", "tiff", "gif");

  /** What commonly lies beside images. */
  private static final Set<String> OTHERS =
      Set.of(
          "txt",
          "json",
          "jsonl",
          "csv",
          "tsv",
          "md",
          "xml",
          "yaml",
          "yml",
          "html",
          "log",
          "py",
          "npy",
          "npz",
          "pt",
          "pth",
          "onnx",
          "safetensors",
          "idx",
          "index",
          "cls",
          "crc",
          "zip");

  /** Of an object. */
  public static ObjectKind of(StoredObject object) {
    return ofName(object.fileName());
  }

  static ObjectKind ofName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      return TAR;
    }
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (extension.equals("parquet")) {
      return PARQUET;
    }
    if (IMAGES.contains(extension)) {
      return IMAGE;
    }
    return OTHERS.contains(extension) || name.startsWith(".") || name.startsWith("_")
        ? OTHER
        : UNKNOWN;
  }
}
