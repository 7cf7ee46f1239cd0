# Images/s of a ResNet-50 in float16 through PyTorch: DataLoader with Pillow, channels_last, cuDNN benchmarked. The same images
# as the job's, from a folder, again and again: torch_resnet50.py FOLDER IMAGES WORKERS BATCH
import io, os, sys, time, torch, torchvision
from PIL import Image
from torchvision import transforms as T
folder, images, workers, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
files = [open(os.path.join(folder, f), 'rb').read() for f in sorted(os.listdir(folder))]
prepare = T.Compose([T.Resize(256), T.CenterCrop(224), T.PILToTensor()])
class Images(torch.utils.data.Dataset):
    def __len__(self): return images
    def __getitem__(self, i): return prepare(Image.open(io.BytesIO(files[i % len(files)])).convert('RGB'))
loader = torch.utils.data.DataLoader(Images(), batch_size=batch, num_workers=workers, pin_memory=True, persistent_workers=True, prefetch_factor=4)
model = torchvision.models.resnet50(weights=None).eval().half().cuda().to(memory_format=torch.channels_last)
mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1).cuda(); std = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1).cuda()
torch.backends.cudnn.benchmark = True
with torch.inference_mode():
    for round in range(3):
        begin = time.time(); n = 0
        for x in loader:
            x = ((x.cuda(non_blocking=True).float() / 255 - mean) / std).half().contiguous(memory_format=torch.channels_last)
            top = model(x).softmax(1).topk(5); top.values.cpu(); n += len(x)
        torch.cuda.synchronize(); print('TORCH round %d: %.0f images/s' % (round, n / (time.time() - begin)), flush=True)
    x = torch.rand(batch, 3, 224, 224).half().cuda().contiguous(memory_format=torch.channels_last)
    for i in range(10): model(x)
    torch.cuda.synchronize(); begin = time.time()
    for i in range(50): model(x)
    torch.cuda.synchronize(); print('TORCH model alone: %.0f images/s' % (50 * batch / (time.time() - begin)))
