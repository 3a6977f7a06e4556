"""Images a second of the same training step in PyTorch, for tools/bench/bench_train.sh.

    bench_train.py BATCH THREADS STEPS

The original demo's network (conv, ReLU, batch norm; dropout 0.4), SGD with Nesterov momentum and
weight decay, float32, forward + backward + update on random images already in memory, in
channels-last order, which is PyTorch's faster one on processors. Prints one number.
"""
import sys
import time

import torch
from torch import nn

batch, threads, steps = map(int, sys.argv[1:4])
torch.set_num_threads(threads)
torch.manual_seed(1)


def conv(c_in, c_out, kernel, stride=1):
    same = [nn.ZeroPad2d((1, 2, 1, 2))] if stride == 2 else []
    return same + [nn.Conv2d(c_in, c_out, kernel, stride), nn.ReLU(), nn.BatchNorm2d(c_out)]


net = nn.Sequential(
    *conv(1, 32, 3), *conv(32, 32, 3), *conv(32, 32, 5, 2), nn.Dropout(0.4),
    *conv(32, 64, 3), *conv(64, 64, 3), *conv(64, 64, 5, 2), nn.Dropout(0.4),
    nn.Flatten(), nn.Linear(1024, 128), nn.ReLU(), nn.BatchNorm1d(128), nn.Dropout(0.4),
    nn.Linear(128, 37)).to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)
loss_of = nn.CrossEntropyLoss()
images = torch.rand(8, batch, 1, 28, 28).contiguous()
labels = torch.randint(37, (8, batch))


def step(i):
    optimizer.zero_grad(set_to_none=True)
    x = images[i % 8].contiguous(memory_format=torch.channels_last)
    loss_of(net(x), labels[i % 8]).backward()
    optimizer.step()


step(0)
step(1)
start = time.perf_counter()
for i in range(steps):
    step(i)
print(f"{batch * steps / (time.perf_counter() - start):.1f}")
