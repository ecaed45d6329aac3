// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Stamps.h"

#include <sys/stat.h>

#include <tuple>
#include <utility>

namespace irqlint
{

bool Stamps::Stamp::operator==(const Stamp &Other) const
{
	return std::tie(Changed.tv_sec, Changed.tv_nsec, Size, Inode, There) ==
	       std::tie(Other.Changed.tv_sec, Other.Changed.tv_nsec, Other.Size, Other.Inode, Other.There);
}

Stamps::Stamps()
{
	// The clock that files are stamped by.
	clock_gettime(CLOCK_REALTIME_COARSE, &Start);
}

Stamps::Stamp Stamps::stampOf(const std::string &File)
{
	struct stat Status = {};

	if (stat(File.c_str(), &Status) != 0)
		return {};
	return { Status.st_mtim, static_cast<uint64_t>(Status.st_size), Status.st_ino, true };
}

void Stamps::add(llvm::StringRef File)
{
	Stamp Found = stampOf(File.str());
	timespec Now = {};

	clock_gettime(CLOCK_REALTIME_COARSE, &Now);
	auto Order = [](const timespec &Time) { return std::make_pair(Time.tv_sec, Time.tv_nsec); };
	// Some trees have files of the future.
	if (Order(Found.Changed) >= Order(Start) && Order(Found.Changed) <= Order(Now))
		Written = true;
	Files.emplace_back(File.str(), Found);
}

bool Stamps::hold() const
{
	for (const auto &[Name, Before] : Files) {
		if (!(stampOf(Name) == Before))
			return false;
	}
	return !Written;
}

} // namespace irqlint
