// From the planes of decoded JPEGs to the pixels that a model sees, in the integer arithmetic of the CPU's way:
// libjpeg's upsampling ("fancy", triangle filters) and color conversion, then Pillow's resize with weights of 22
// fraction bits, columns first, then rows, each rounded to 8 bits. Compiled at start by NVRTC for the card at hand.

#define FRACTION_BITS 22
#define ROUND (1 << (FRACTION_BITS - 1))

enum Sampling { GREY = 0, FULL = 1, HALF_WIDTH = 2, QUARTER = 3 };

// As Image in ImageTable.java writes it: 8 longs, then 16 ints.
struct Image {
  const unsigned char* luma;
  const unsigned char* blue;    // Cb
  const unsigned char* red;     // Cr
  const int* columnStarts;      // the first source column of each wanted one
  const int* columnWeights;     // columnTaps of each
  const int* rowStarts;
  const int* rowWeights;
  unsigned char* narrow;        // uint8 [sourceRows, columns, 3], between the two passes
  int width;
  int height;
  int lumaPitch;
  int chromaPitch;
  int chromaWidth;
  int chromaHeight;
  int sampling;
  int columns;
  int columnTaps;
  int rows;
  int rowTaps;
  int firstSourceRow;
  int sourceRows;
  int left;                     // black columns before the image
  int top;                      // black rows above it
  int padding;
};

struct Pixel {
  int red;
  int green;
  int blue;
};

__device__ inline int clip(int value) {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

// A sample of a chroma plane of half the width, at a pixel of the image.
__device__ inline int acrossTwo(const unsigned char* row, int width, int x) {
  int near = x >> 1;
  int far = (x & 1) ? near + 1 : near - 1;
  if (far < 0 || far >= width) {
    return row[near];
  }
  return (3 * row[near] + row[far] + ((x & 1) ? 2 : 1)) >> 2;
}

// A sample of a chroma plane of half the width and height, at a pixel of the image.
__device__ inline int acrossFour(const unsigned char* plane, int pitch, int width, int height, int x, int y) {
  int nearRow = y >> 1;
  int farRow = (y & 1) ? nearRow + 1 : nearRow - 1;
  farRow = farRow < 0 ? 0 : farRow >= height ? height - 1 : farRow;
  const unsigned char* first = plane + (size_t) nearRow * pitch;
  const unsigned char* second = plane + (size_t) farRow * pitch;
  int near = x >> 1;
  int far = (x & 1) ? near + 1 : near - 1;
  int nearSum = 3 * first[near] + second[near];
  if (far < 0 || far >= width) {
    return (4 * nearSum + ((x & 1) ? 7 : 8)) >> 4;
  }
  int farSum = 3 * first[far] + second[far];
  return (3 * nearSum + farSum + ((x & 1) ? 7 : 8)) >> 4;
}

__device__ inline int chroma(const Image& image, const unsigned char* plane, int x, int y) {
  switch (image.sampling) {
    case FULL:
      return plane[(size_t) y * image.chromaPitch + x];
    case HALF_WIDTH:
      return acrossTwo(plane + (size_t) y * image.chromaPitch, image.chromaWidth, x);
    default:
      return acrossFour(plane, image.chromaPitch, image.chromaWidth, image.chromaHeight, x, y);
  }
}

// The factors are libjpeg's: 1.402, 1.772, 0.71414 and 0.34414 with 16 fraction bits.
__device__ inline Pixel pixel(const Image& image, int x, int y) {
  int luma = image.luma[(size_t) y * image.lumaPitch + x];
  if (image.sampling == GREY) {
    return {luma, luma, luma};
  }
  int blue = chroma(image, image.blue, x, y) - 128;
  int red = chroma(image, image.red, x, y) - 128;
  return {
      clip(luma + ((91881 * red + 32768) >> 16)),
      clip(luma + ((-22554 * blue + 32768 - 46802 * red) >> 16)),
      clip(luma + ((116130 * blue + 32768) >> 16))};
}

// A block makes a stretch of a source row as narrow as the output, one thread for each column; rows lie in y, images in
// z. Each source pixel is converted once and kept in shared memory, since several columns need it; a stretch of more
// than STRETCH pixels is converted anew for each column.
#define STRETCH 4096

extern "C" __global__ void narrowRows(const Image* images) {
  __shared__ unsigned int converted[STRETCH];  // red, green and blue in a byte each, lowest first
  const Image& image = images[blockIdx.z];
  int row = blockIdx.y;
  int columns = image.columns;
  int firstColumn = blockIdx.x * blockDim.x;
  if (row >= image.sourceRows || firstColumn >= columns) {
    return;
  }
  int y = image.firstSourceRow + row;
  int taps = image.columnTaps;
  int lastColumn = min(firstColumn + (int) blockDim.x, columns) - 1;
  int begin = image.columnStarts[firstColumn];
  int end = min(image.columnStarts[lastColumn] + taps, image.width);
  bool fits = end - begin <= STRETCH;
  if (fits) {
    for (int x = begin + threadIdx.x; x < end; x += blockDim.x) {
      Pixel source = pixel(image, x, y);
      converted[x - begin] = source.red | source.green << 8 | source.blue << 16;
    }
    __syncthreads();
  }
  int column = firstColumn + threadIdx.x;
  if (column > lastColumn) {
    return;
  }
  int start = image.columnStarts[column];
  const int* weights = image.columnWeights + column * taps;
  int red = ROUND;
  int green = ROUND;
  int blue = ROUND;
  for (int tap = 0; tap < taps; tap++) {
    int x = min(start + tap, image.width - 1);
    int weight = weights[tap];
    if (fits) {
      unsigned int source = converted[x - begin];
      red += (int) (source & 255) * weight;
      green += (int) (source >> 8 & 255) * weight;
      blue += (int) (source >> 16) * weight;
    } else {
      Pixel source = pixel(image, x, y);
      red += source.red * weight;
      green += source.green * weight;
      blue += source.blue * weight;
    }
  }
  unsigned char* to = image.narrow + 3 * ((size_t) row * columns + column);
  to[0] = clip(red >> FRACTION_BITS);
  to[1] = clip(green >> FRACTION_BITS);
  to[2] = clip(blue >> FRACTION_BITS);
}

// One thread makes one pixel of the output, uint8 [images, height, width, 3]; black where the image is not.
extern "C" __global__ void sumRows(const Image* images, unsigned char* output, int width, int height) {
  const Image& image = images[blockIdx.z];
  int x = blockIdx.x * blockDim.x + threadIdx.x;
  int y = blockIdx.y * blockDim.y + threadIdx.y;
  if (x >= width || y >= height) {
    return;
  }
  unsigned char* to = output + 3 * (((size_t) blockIdx.z * height + y) * width + x);
  int column = x - image.left;
  int row = y - image.top;
  if (column < 0 || column >= image.columns || row < 0 || row >= image.rows) {
    to[0] = to[1] = to[2] = 0;
    return;
  }
  int start = image.rowStarts[row] - image.firstSourceRow;
  const int* weights = image.rowWeights + row * image.rowTaps;
  int sums[3] = {ROUND, ROUND, ROUND};
  for (int tap = 0; tap < image.rowTaps; tap++) {
    int source = start + tap < image.sourceRows ? start + tap : image.sourceRows - 1;
    const unsigned char* from = image.narrow + 3 * ((size_t) source * image.columns + column);
    for (int channel = 0; channel < 3; channel++) {
      sums[channel] += from[channel] * weights[tap];
    }
  }
  for (int channel = 0; channel < 3; channel++) {
    to[channel] = clip(sums[channel] >> FRACTION_BITS);
  }
}
